"""How each kind of channel speaks to its service: the class of Apprise, and what it is given."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from portal.notices.models import Channel

HOSTS = {
    "wecom": "qyapi.weixin.qq.com",
    "dingtalk": "oapi.dingtalk.com",
}  # as the services publish them; Apprise knows no other
TITLE = "枫桥·基层治理门户"


def host_of(way: str, config: dict) -> str:
    """The only host to which a channel of this kind speaks."""
    if way in HOSTS:
        return HOSTS[way]
    return config["host"] if way == "mail" else urlsplit(config["url"]).hostname or ""


def request_for(channel: Channel, to: str, text: str) -> dict[str, Any]:
    """What the child that sends is asked for; `to`: the person's address, "" for a group."""
    module, name, given = _SPEAKING[channel.way](channel.config, to)
    return {
        "module": module,
        "class": name,
        "given": given,
        "host": channel.host,
        "title": TITLE if channel.way == "mail" else "",
        "text": channel.config.get("sign", "") + text,
        "expect": channel.config.get("expect", ""),
    }


def _wecom(config: dict, to: str) -> tuple[str, str, dict]:
    return "wecombot", "NotifyWeComBot", {"key": config["key"]}


def _dingtalk(config: dict, to: str) -> tuple[str, str, dict]:
    return "dingtalk", "NotifyDingTalk", {"token": config["token"], "secret": config["secret"] or None}


def _mail(config: dict, to: str) -> tuple[str, str, dict]:
    given = {
        "host": config["host"],
        "smtp_host": config["host"],
        "port": config["port"],
        "secure_mode": config["secure_mode"],
        "secure": config["secure_mode"] != "insecure",
        "user": config["user"] or None,
        "password": config["password"] or None,
        "from_addr": f"{TITLE} <{config['sender']}>",
        "targets": to,
    }
    return "email", "NotifyEmail", given


def _sms(config: dict, to: str) -> tuple[str, str, dict]:
    """The names that Apprise gives its own fields are replaced by those of the interface, or left out."""
    address = urlsplit(config["url"])
    payload = dict.fromkeys(("version", "title", "type"), "") | {config["phone_field"]: to}
    payload |= config["extras"]
    if config["text_field"] != "message":
        payload["message"] = config["text_field"]
    given = {
        "host": address.hostname,
        "port": address.port,
        "secure": address.scheme == "https",
        "fullpath": f"{address.path or '/'}{'?' if address.query else ''}{address.query}",
        "payload": payload,
        "headers": config["headers"],
    }
    if config["form"] == "form":
        return "custom_form", "NotifyForm", given
    payload["attachments"] = ""
    return "custom_json", "NotifyJSON", given


_SPEAKING: dict[str, Callable[[dict, str], tuple[str, str, dict]]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "mail": _mail,
    "sms": _sms,
}
