"""Values of `next` with which others tried to lead people away from a site."""

LINES = r"""
//evil.example
///evil.example
////evil.example
/\evil.example
\\evil.example
\/evil.example
/\/evil.example
https://evil.example
http:evil.example
https:/evil.example
HTTPS://evil.example
javascript:alert(1)
JaVaScRiPt:alert(1)
data:text/html,x
vbscript:x
file:///etc/passwd
mailto:a@b.example
evil.example
www.evil.example
@evil.example
shop
../shop
?next=x
#x
/a//evil.example
/.//evil.example
//evil.example/%2f..
https:\\evil.example
/shop\@evil.example
"""
HIDDEN = (
    "",
    " /shop",
    "/shop\r\nSet-Cookie: a=b",
    "/shop\nLocation: //evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/%00\0",
    "/\u2028x",
    "/\u00a0/evil.example",
    "\uff0f\uff0fevil.example",
    "/\u200b/evil.example",
    "/\x0b/evil.example",
    "/" + "x" * 600,
)
EVIL = (*LINES.split(), *HIDDEN)
