"""The six services: their addresses, configuration files and commands."""

import json
import os
import urllib.error
import urllib.request
from pathlib import Path

from parts import files, kafka, postgres

ROOT = Path(__file__).resolve().parents[3]
DECIDERS = ("intake", "eligibility", "scheduling", "outcomes")  # each with a database and a topic
NAMES = (*DECIDERS, "projection", "gateway")
DATABASES = tuple(f"kinward_{name}" for name in (*DECIDERS, "vault"))
TOPICS = tuple(f"kinward.{name}.events.v1" for name in DECIDERS)
CONNECTIONS = 12
# Telephones of the range kept for drama; nobody answers them.
COUNCILS = {
    "wolverhampton": {"telephone": "01632 960001",
                      "postcode_areas": ["WV1", "WV2", "WV3", "WV4", "WV6", "WV10", "WV11"]},
    "southwark": {"telephone": "01632 960002",
                  "postcode_areas": ["SE1", "SE5", "SE15", "SE16", "SE17", "SE21", "SE22"]},
}


def binary(name):
    preset = os.environ.get("BUILD") or "release"
    folder = os.environ.get("KINWARD_BIN_DIR") or ROOT / "build" / preset
    return Path(folder).absolute() / f"kinward-{name}"


def command(name, folder):
    return [str(binary(name)), "--config", str(config_file(name, folder))]


def environment():
    """The catalogue of programmes and facts, as an image has it mounted."""
    return {"KINWARD_CATALOGUE": str(ROOT / "services" / "eligibility" / "catalogue")}


def config_file(name, folder):
    return Path(folder) / "config" / f"{name}.yaml"


def local(port):
    return f"127.0.0.1:{port}"


def write_config(name, folder, port, keys):
    """`port` maps "intake.grpc", "intake.admin", "postgres", "gateway" … to numbers."""
    password_file = str(Path(folder) / "secrets" / "pg-password")

    def database(of):
        return {"host": "127.0.0.1", "port": port["postgres"], "name": f"kinward_{of}",
                "user": postgres.ROLE, "password_file": password_file, "connections": CONNECTIONS}

    config = {"service": name, "profile": "local",
              "listen": {"admin": local(port[f"{name}.admin"])},
              "secrets": {"internal_file": str(keys.internal)},
              "peers": {peer: local(port[f"{peer}.grpc"]) for peer in (*DECIDERS, "projection")},
              "log": {"level": os.environ.get("KINWARD_LOG_LEVEL") or "info", "file": ""}}
    if name != "gateway":
        config["listen"]["grpc"] = local(port[f"{name}.grpc"])
        config["kafka"] = {"brokers": local(port["kafka"]), "topic_prefix": "",
                           "partitions": kafka.PARTITIONS}
    if name in DECIDERS:
        config["database"] = database(name)
    if name == "intake":
        config["vault"] = database("vault")
        config["secrets"]["master_key_file"] = str(keys.master_key)
    if name == "projection":
        config["redis"] = local(port["redis"])
    if name == "gateway":
        config["gateway"] = {"listen": local(port["gateway"]),
                             "certificate_file": str(keys.certificate),
                             "key_file": str(keys.certificate_key),
                             "token_key_file": str(keys.token_key),
                             "partners_file": str(keys.partners),
                             "catalogue_folder": environment()["KINWARD_CATALOGUE"],
                             "councils": COUNCILS}
    files.write(config_file(name, folder), yaml(config))


def yaml(config):
    """Two levels of YAML; what stands below is written as JSON, which YAML reads alike."""
    lines = []
    for key, value in config.items():
        if isinstance(value, dict):
            lines.append(f"{key}:")
            lines += [f"  {inner}: {json.dumps(one)}" for inner, one in value.items()]
        else:
            lines.append(f"{key}: {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def ready(admin_port):
    """Does /readyz of this admin port answer 200?"""
    return answers(f"http://127.0.0.1:{admin_port}/readyz")


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError, ValueError):
        return False
