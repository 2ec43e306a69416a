"""Two hundred connect URLs that must not be opened, for a service at `https://mypostshare.com/api`.

They are answers that a hostile or broken server, or somebody in between, might give as `connectUrl`.
"""

from typing import Final

BASE_URL: Final = "https://mypostshare.com/api"

_SCHEMES: Final = [
    "http", "javascript", "data", "file", "ftp", "ftps", "ws", "wss", "mailto", "tel", "sms", "smb", "afp", "nfs", "ssh",
    "telnet", "ldap", "gopher", "jar", "view-source", "blob", "about", "chrome", "chrome-extension", "moz-extension",
    "resource", "intent", "android-app", "market", "itms", "itms-services", "ms-settings", "ms-word", "ms-excel",
    "ms-officecmd", "ms-msdt", "search-ms", "ms-appinstaller", "vscode", "vscode-insiders", "steam", "zoommtg", "slack",
    "spotify", "skype", "git", "svn", "dav", "webcal", "x-apple.systempreferences", "apt", "snap", "flatpak+https", "help",
    "ghelp", "man", "info", "vnc", "rdp", "irc", "magnet", "ed2k", "bitcoin", "xmpp", "sip", "facetime", "shortcuts",
]  # fmt: skip

_HOSTS: Final = [
    "mypostshare.com.evil.example", "evil.example", "mypostshare.com-", "mypostshare.co", "mypostshare.comm",
    "notmypostshare.com", "www.mypostshare.com", "api.mypostshare.com", "mypostshare.com.", "mypostshare.com..",
    ".mypostshare.com", "mypostshare..com", "mypost-share.com", "mypostshare%2ecom", "mypostshare%2Ecom",
    "mypostshare.com%00.evil.example", "mypostshare.com%2f.evil.example", "mypostshare.com%40evil.example",
    "mypostshare.com:8443", "mypostshare.com:80", "mypostshare.com:0", "mypostshare.com:65536", "mypostshare.com:443:443",
    "mypostshare.com:4e2", "mypostshare.com:-443", "mypostshare.com:+443", "mypostshare.com:٤٤٣",
    "mypostshare.com:443@evil.example", "mypostshare.com:x", "user@mypostshare.com", "user:pass@mypostshare.com",
    "@mypostshare.com", ":@mypostshare.com", "mypostshare.com@evil.example", "mypostshare.com:pass@evil.example",
    "mypostshare.com%3A@evil.example", "evil.example@mypostshare.com", "127.0.0.1", "localhost", "0", "0x7f.1", "2130706433",
    "017700000001", "[::1]", "[::ffff:127.0.0.1]", "[mypostshare.com]", "169.254.169.254", "10.0.0.1", "mypоstshare.com",
    "myp0stshare.com", "mypostshаre.com", "ｍypostshare.com", "mypostshare。com", "mypostshare．com", "mypostshare｡com",
    "ⓜypostshare.com", "mypostſhare.com", "mypostshare.cοm", "xn--mypstshare-lbj.com", "mypostshare.com\xad",
    "mypostshare.com\u200b", "mypostshare․com", "mypostshare.com\ufeff", "mypostshare.com⁄evil.example",
]  # fmt: skip

_PATHS: Final = [
    "", "/", "/connect", "/connect/", "/connect//abc", "//connect/abc", "/connect/abc/", "/connect/abc/def", "/Connect/abc",
    "/CONNECT/abc", "/connect/.", "/connect/..", "/connect/../abc", "/connect/./abc", "/./connect/abc", "/a/../connect/abc",
    "/connect/%2e%2e", "/connect/%2E%2E/x", "/connect/a%2fb", "/connect/a%5cb", "/connect/a%00b", "/connect/a%0d%0ab",
    "/connect/%61bc", "/%63onnect/abc", "/connect/abc?x=1", "/connect/abc?", "/connect/abc#x", "/connect/abc#",
    "/connect/abc;x", "/connect/abc&calc", "/connect/abc|calc", "/connect/$(id)", "/connect/`id`", '/connect/"abc"',
    "/connect/'abc'", "/connect/<abc>", "/connect/{abc}", "/connect/^abc", "/connect/a b", "/connect/a\tb", "/connect/a\nb",
    "/connect/a\rb", "/connect/a\x00b", "/connect/a\\b", "\\connect\\abc", "/\\connect/abc", "/connect/ä",
    "/connect/\u202ecba", "/connect/.htaccess", "/connect/~root", "/connect/a,b", "/connect/a=b", "/connect/a@b",
    "/connect/a:b", "/connect/a!b", "/connect/a*b", "/connect/a+b", "/api/connect/abc", "/v1/connect-sessions/abc", "/logout",
    "/connect/abc/../../logout", "/redirect?to=https://evil.example/connect/abc",
]  # fmt: skip

_SHAPES: Final = [
    "", " ", "connect/abc", "/connect/abc", "//mypostshare.com/connect/abc", "///mypostshare.com/connect/abc",
    "mypostshare.com/connect/abc", "https:mypostshare.com/connect/abc", "https:/mypostshare.com/connect/abc",
    "https:///mypostshare.com/connect/abc", "https:////mypostshare.com/connect/abc",
    "https:\\\\mypostshare.com\\connect\\abc", "https://mypostshare.com\\@evil.example/connect/abc",
    "https://evil.example\\@mypostshare.com/connect/abc", "https://evil.example#@mypostshare.com/connect/abc",
    "https://evil.example?@mypostshare.com/connect/abc", "https://evil.example/@mypostshare.com/connect/abc",
    "https://evil.example;mypostshare.com/connect/abc", "https://mypostshare.com,evil.example/connect/abc",
    " https://mypostshare.com/connect/abc", "https://mypostshare.com/connect/abc ", "\thttps://mypostshare.com/connect/abc",
    "https://mypostshare.com/connect/abc\n", "ht\ntps://mypostshare.com/connect/abc", "https://mypost\tshare.com/connect/abc",
    "\x00https://mypostshare.com/connect/abc", "\u200bhttps://mypostshare.com/connect/abc",
    "https:／／mypostshare.com/connect/abc", "https://mypostshare.com /connect/abc", "https:// mypostshare.com/connect/abc",
    "url=https://mypostshare.com/connect/abc", "--new-window=https://mypostshare.com/connect/abc",
    "-https://mypostshare.com/connect/abc", "<https://mypostshare.com/connect/abc>", '"https://mypostshare.com/connect/abc"',
    "https://mypostshare.com/connect/abc https://evil.example", "https://", "https://mypostshare.com:443:/connect/abc",
    "https://mypostshare.com:/connect/abc\x7f", "hxxps://mypostshare.com/connect/abc", "https://[mypostshare.com/connect/abc",
    "https://mypostshare.com]/connect/abc", "https://mypostshare.com/connect/\ud800",
]  # fmt: skip

HOSTILE_URLS: Final = [
    *[f"{scheme}://mypostshare.com/connect/abc" for scheme in _SCHEMES],
    "javascript:alert(1)//mypostshare.com/connect/abc",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "file://mypostshare.com/connect/abc.desktop",
    *[f"https://{host}/connect/abc" for host in _HOSTS],
    *[f"https://mypostshare.com{path}" for path in _PATHS],
    "https://mypostshare.com/connect/" + "a" * 300,
    "https://mypostshare.com/connect/" + "a" * 100_000,
    *_SHAPES,
]
