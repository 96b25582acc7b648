"""Passwords that everybody thinks of, written down as letters and digits only; an own short list.

Length does most of the work: of the well-known lists only few entries have twelve characters.
"""

_WORDS = """
password passwort motdepasse wachtwoord paswoord welkom welcome bonjour hallo iloveyou jetaime ikhouvanjou
letmein laatmebinnen admin administrator beheerder gebruiker secret geheim geheimpje qwerty azerty
dragon monkey football voetbal baseball sunshine princess superman batman starwars pokemon whatever trustno
cityshop kooplokaal ikkooplokaal winkel winkelier handelaar stadhuis gemeente medewerker belgie belgium
lente zomer herfst winter spring summer autumn januari december maandag zondag changeme test
"""
_PHRASES = """
correcthorsebatterystaple passwordpassword wachtwoordwachtwoord wachtwoord123 password1234 passw0rd1234
iloveyouforever ikhouvanjou123 qwertyuiop123 azertyuiop123 qwerty123456 azerty123456 1q2w3e4r5t6y
1qaz2wsx3edc zaq12wsxcde3 123qweasdzxc qweasdzxc123 asdfghjkl123 abcd12345678 a1b2c3d4e5f6 abc123abc123
123456654321 112233445566 121212121212 123123123123 password12345678 welkom123456 welcome12345
admin123456789 adminadminadmin testtesttest changemechangeme letmeinletmein footballfootball
"""

COMMON = frozenset(
    (
        *_PHRASES.split(),
        *_WORDS.split(),
        *(word * 2 for word in _WORDS.split()),
        *(word * 3 for word in _WORDS.split()),
    )
)
