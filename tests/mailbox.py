"""A mail server of the test, at the edge of the network."""

from email.message import EmailMessage
from typing import Any

SETTINGS = {
    "SMTP_HOST": "mail.example",
    "SMTP_FROM": "service@example.ma",
    "SMTP_USER": "casework",
    "SMTP_PASSWORD": "a password of the test",
    "BASE_URL": "https://casework.example",
}


class Server:
    """A mail server at the edge of the network, instead of smtplib's way to a real one."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.said: list[str] = []
        self.trouble: Exception | None = None

    def __call__(self, host: str, port: int, timeout: float) -> "Server":
        self.said.append(f"{host}:{port}")
        if self.trouble:
            raise self.trouble
        return self

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_raised: Any) -> None:
        self.said.append("bye")

    def starttls(self, context: Any) -> None:
        assert context.check_hostname
        self.said.append("starttls")

    def login(self, user: str, _password: str) -> None:
        self.said.append(f"login {user}")

    def send_message(self, mail: EmailMessage) -> None:
        self.mails.append(mail)
