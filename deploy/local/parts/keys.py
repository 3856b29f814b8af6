"""Secrets of one local stack, made on first use: certificates, keys, shared secrets, partners."""

import os
import subprocess
from pathlib import Path

from parts import files

# Who may send events to a local stack, and for which council.
PARTNERS = (
    ("police-wmp", "wolverhampton"),
    ("school-wolverhampton", "wolverhampton"),
    ("maternity-rwt", "wolverhampton"),
    ("edt-wolverhampton", "wolverhampton"),
    ("marac-wolverhampton", "wolverhampton"),
    ("school-southwark", "southwark"),
    ("health-southwark", "southwark"),
)


class Keys:
    """Paths of everything secret under `folder`; `make` fills in what is not there."""

    def __init__(self, folder):
        self.folder = Path(folder)
        secrets = self.folder / "secrets"
        self.authority = self.folder / "ca.pem"
        self.authority_key = secrets / "ca-key.pem"
        self.certificate = secrets / "gateway.pem"
        self.certificate_key = secrets / "gateway-key.pem"
        self.token_key = secrets / "token-key.pem"
        self.master_key = secrets / "master-key"
        self.internal = secrets / "internal"
        self.partners = self.folder / "partners.json"

    def make(self):
        secrets = self.folder / "secrets"
        secrets.mkdir(parents=True, exist_ok=True)
        os.chmod(secrets, 0o700)
        files.secret(self.master_key)
        files.secret(self.internal)
        if not self.token_key.exists():
            new_key(self.token_key)
        if not (self.authority.exists() and self.certificate.exists()):
            self.make_certificates()
        self.make_partners()

    def make_certificates(self):
        new_key(self.authority_key)
        openssl("req", "-x509", "-new", "-key", self.authority_key, "-sha256", "-days", "3650",
                "-subj", "/CN=Kinward local authority", "-out", self.authority,
                "-addext", "basicConstraints=critical,CA:TRUE",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        new_key(self.certificate_key)
        request, extensions = (self.folder / "secrets" / name for name in ("request", "extensions"))
        openssl("req", "-new", "-key", self.certificate_key, "-subj", "/CN=localhost",
                "-out", request)
        files.write(extensions, "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
                                "basicConstraints=critical,CA:FALSE\n"
                                "keyUsage=critical,digitalSignature\n"
                                "extendedKeyUsage=serverAuth\n")
        openssl("x509", "-req", "-in", request, "-CA", self.authority, "-CAkey",
                self.authority_key, "-CAcreateserial", "-sha256", "-days", "825",
                "-extfile", extensions, "-out", self.certificate)
        request.unlink()
        extensions.unlink()

    def make_partners(self):
        partners = [{
            "name": name,
            "source": f"urn:kinward:partner:{name}",
            "client_id": name,
            "client_secret": files.secret(self.folder / "secrets" / f"partner-{name}"),
            "council": council,
        } for name, council in PARTNERS]
        if files.read_json(self.partners) != partners:
            files.write_json(self.partners, partners, 0o600)


def new_key(path):
    """An ECDSA P-256 key in PKCS#8, as ES256 and TLS use it, readable by its owner alone."""
    made = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    files.write(path, made, 0o600)


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise SystemExit(f"openssl {words[0]} failed: {done.stderr.strip()}")
    return done.stdout
