from cityshop.core.words import in_language, with_words


def test_new_words_leave_the_other_languages_alone():
    assert with_words({"nl": "Oud", "de": "Alt"}, {"nl": "Nieuw", "fr": ""}) == {"nl": "Nieuw", "de": "Alt"}


def test_emptied_words_go():
    assert with_words({"nl": "Oud", "fr": "Vieux"}, {"nl": "Oud", "fr": ""}) == {"nl": "Oud"}


def test_a_text_is_read_in_the_readers_language_else_in_dutch_else_as_it_was_written():
    assert in_language({"nl": "Dag", "fr": "Salut"}, "fr") == "Salut"
    assert in_language({"nl": "Dag", "fr": "Salut"}, "de") == "Dag"
    assert in_language({"fr": "Salut"}, "de") == "Salut"
    assert in_language({}, "nl") == ""
