#!/usr/bin/python3
# A mail server for tests: aiosmtpd, a real server of the protocol, that keeps what it takes and fails as it is told.
#
#   smtp_server.py FOLDER [--host HOST] [--port PORT] [--refuse ADDRESS] [--busy] [--die] [--mute] [--tls CERTIFICATE KEY] [--auth USER PASSWORD]
#
# Prints its port. The Nth message is FOLDER/N.eml, as it came, and FOLDER/N.txt: who it is from and for, what its headers and its text say,
# decoded by Python's email package.
import argparse
import asyncio
import email
import email.policy
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, options):
        self.options = options
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.options.die:
            server.transport.abort()
            return "250 OK"
        if address in self.options.refuse:
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.options.busy:
            return "451 4.3.0 come back later"
        self.count += 1
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTP)
        self.write(f"{self.count}.eml", envelope.original_content)
        said = f"FROM {envelope.mail_from}\nTO {' '.join(envelope.rcpt_tos)}\nTLS {session.ssl is not None}\nLINES {self.longest(envelope)}\n"
        said += "".join(f"{name}: {value}\n" for name, value in message.items())
        said += f"DEFECTS {[str(d) for d in message.defects]}\n\n" + message.get_content().replace("\r\n", "\n")
        self.write(f"{self.count}.txt", said.encode())
        return "250 OK"

    def longest(self, envelope):
        return max(len(line) for line in envelope.original_content.split(b"\r\n"))

    def write(self, name, content):
        path = os.path.join(self.options.folder, name)
        with open(path + ".part", "wb") as f:
            f.write(content)
        os.rename(path + ".part", path)


class Mute(asyncio.Protocol):
    pass


def wanted():
    p = argparse.ArgumentParser()
    p.add_argument("folder")
    p.add_argument("--host", default="127.0.0.1")
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--refuse", action="append", default=[])
    p.add_argument("--busy", action="store_true")
    p.add_argument("--die", action="store_true")
    p.add_argument("--mute", action="store_true")
    p.add_argument("--tls", nargs=2)
    p.add_argument("--auth", nargs=2)
    return p.parse_args()


async def main():
    options = wanted()
    more = {"enable_SMTPUTF8": False, "hostname": "mail.example.test"}
    if options.tls:
        more["tls_context"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        more["tls_context"].load_cert_chain(*options.tls)
        more["require_starttls"] = True
    if options.auth:

        def check(server, session, envelope, mechanism, data):
            right = [data.login.decode(), data.password.decode()] == options.auth
            return AuthResult(success=right, handled=right)

        more |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(options.tls)}
    keeper = Keeper(options)
    make = Mute if options.mute else lambda: SMTP(keeper, **more)
    server = await asyncio.get_running_loop().create_server(make, options.host, options.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
