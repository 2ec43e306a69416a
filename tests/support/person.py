"""A person's actions on the connect page, without a browser: the form is sent, and the redirect is followed."""

import re
import urllib.error
import urllib.parse
import urllib.request
from html import unescape


def decide(connect_url: str, decision: str = "allow", account: str = "") -> str:
    """Send the page's form; return the text of the page where the browser ends, empty where that cannot be reached."""
    form = urllib.parse.urlencode({"decision": decision, "account": account}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(connect_url, form, timeout=2) as answer:
            text: str = answer.read().decode()
        if onward := re.search(r'http-equiv="refresh" content="\d+;url=([^"]+)"', text):
            with opener.open(unescape(onward[1]), timeout=2) as answer:
                text = answer.read().decode()
        return text
    except urllib.error.HTTPError as error:
        error.close()
        return ""
    except OSError:
        return ""
