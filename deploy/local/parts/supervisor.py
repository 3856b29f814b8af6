"""Starts every part of a local stack and restarts whatever dies, as Kubernetes would.

starting ──servers answer──▶ serving ──every part is ready once──▶ running
Parts outlive their supervisor: a new one adopts those that still run (state.json), starts the rest.
"""

import signal
import sys
import time
from pathlib import Path

from parts import files, kafka, keys, ports, postgres, process, prometheus, redis, services

SERVERS = ("kafka", "postgres", "redis", "prometheus")
PORTS = ("kafka", "kafka.controller", "postgres", "redis", "prometheus", "gateway",
         *(f"{name}.{kind}" for name in services.NAMES for kind in ("grpc", "admin")))
PAUSE = 0.1            # seconds between looks at the processes
RESTART_PAUSE = 1.0    # seconds between two starts of one part that cannot stay up
PATIENCE = 90.0        # seconds until a server must answer; a busy machine takes its time


class Supervisor:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.keys = keys.Keys(folder)
        self.state = files.read_json(self.folder / "state.json", {})
        self.state.setdefault("parts", {})
        self.state["phase"] = "starting"
        self.parts = self.state["parts"]  # name → {pid, started, log, restarts}
        self.last_start = {}
        self.stopping = False
        self.port = {}
        self.commands = {}

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        self.choose_ports()
        self.start_servers()
        self.start_services()
        while not self.stopping:
            self.watch()
            if self.state["phase"] == "serving" and self.all_ready():
                self.enter("running")
            time.sleep(PAUSE)

    def on_term(self, _number, _frame):
        self.stopping = True

    def choose_ports(self):
        """Keeps the ports of the last start where nobody else took them meanwhile."""
        kept = files.read_json(self.folder / "ports.json", {})
        adopted = any(process.alive(part) for part in self.parts.values())
        self.port = {name: kept[name] for name in PORTS
                     if name in kept and (adopted or ports.is_free(kept[name]))}
        missing = [name for name in PORTS if name not in self.port]
        self.port.update(zip(missing, ports.free(len(missing), self.port.values())))
        files.write_json(self.folder / "ports.json", self.port)

    def start_servers(self):
        self.keys.make()
        kafka.prepare(self.folder, self.port["kafka"], self.port["kafka.controller"])
        self.begin("kafka", kafka.command(self.folder))
        postgres.prepare(self.folder)
        self.begin("postgres", postgres.command(self.folder, self.port["postgres"]))
        redis.prepare(self.folder)
        self.begin("redis", redis.command(self.folder, self.port["redis"]))
        prometheus.prepare(self.folder, self.port)
        self.begin("prometheus", prometheus.command(self.folder, self.port))
        self.await_server("postgres", lambda: postgres.ready(self.folder, self.port["postgres"]))
        postgres.create_databases(self.folder, self.port["postgres"], services.DATABASES)
        self.await_server("redis", lambda: redis.ready(self.port["redis"]))
        self.await_server("kafka", lambda: kafka.ready(self.port["kafka"]))
        kafka.create_topics(self.port["kafka"], services.TOPICS)

    def await_server(self, name, answers):
        def ready():
            self.watch()
            return self.stopping or answers()
        if not process.until(ready, PATIENCE):
            log = self.parts[name]["log"]
            raise SystemExit(f"{name} did not answer in {PATIENCE:.0f} s: {log}")

    def start_services(self):
        if self.stopping:
            return
        for name in services.NAMES:
            services.write_config(name, self.folder, self.port, self.keys)
            self.begin(name, services.command(name, self.folder))
        self.enter("serving")

    def begin(self, name, command):
        """From now on `name` is kept running; what runs already is adopted."""
        self.commands[name] = command
        if not process.alive(self.parts.get(name)):
            self.start(name)

    def start(self, name):
        restarts = self.parts.get(name, {}).get("restarts", -1) + 1
        log = self.folder / "log" / f"{name}.log"
        # PostgreSQL, as its own user, cannot look up a working folder under /root.
        env = services.environment() if name in services.NAMES else None
        started = process.start(self.commands[name], log, cwd="/", env=env)
        self.parts[name] = {**started, "restarts": restarts}
        self.last_start[name] = time.monotonic()
        if restarts:
            print(f"started {name} again, pid {started['pid']}", file=sys.stderr, flush=True)
        self.save()

    def watch(self):
        process.reap()
        for name in self.commands:
            since = time.monotonic() - self.last_start.get(name, 0.0)
            if not process.alive(self.parts[name]) and since > RESTART_PAUSE and not self.stopping:
                self.start(name)

    def all_ready(self):
        return prometheus.ready(self.port) and all(
            services.ready(self.port[f"{name}.admin"]) for name in services.NAMES)

    def enter(self, phase):
        self.state["phase"] = phase
        self.save()

    def save(self):
        files.write_json(self.folder / "state.json", self.state)
        if self.state["phase"] == "running":
            files.write_json(self.folder / "endpoints.json", self.endpoints())

    def endpoints(self):
        """What outsiders read: docs/reference names every member."""
        local = services.local

        def service(name):
            grpc = None if name == "gateway" else local(self.port[f"{name}.grpc"])
            return [{"grpc": grpc, "admin": f"http://{local(self.port[f'{name}.admin'])}",
                     "pid": self.parts[name]["pid"], "log": self.parts[name]["log"]}]
        return {
            "profile": "local",
            "gateway": f"https://{local(self.port['gateway'])}",
            "ca_file": str(self.keys.authority),
            "kafka": local(self.port["kafka"]),
            "topic_prefix": "",
            "redis": local(self.port["redis"]),
            "postgres": {
                "host": "127.0.0.1", "port": self.port["postgres"],
                "databases": {name.removeprefix("kinward_"): name for name in services.DATABASES},
                "user": postgres.ROLE,
                "password_file": str(self.folder / "secrets" / "pg-password")},
            "services": {name: service(name) for name in services.NAMES},
            "prometheus": f"http://{local(self.port['prometheus'])}",
            "servers": {name: {"pid": self.parts[name]["pid"], "log": self.parts[name]["log"]}
                        for name in SERVERS},
        }


def stop_all(folder):
    """Stops the supervisor, then the services side by side, then the servers. By pid alone."""
    folder = Path(folder)
    process.stop(files.read_json(folder / "supervisor.json"), patience=15.0)
    parts = files.read_json(folder / "state.json", {}).get("parts", {})
    for names in (services.NAMES, SERVERS):
        running = [(name, parts[name]) for name in names if name in parts]
        for name, part in running:
            process.send(part, signal.SIGINT if name == "postgres" else signal.SIGTERM)
        process.until(lambda: all(process.gone(part) for _, part in running), 20.0)
        for _, part in running:
            process.stop(part, signal.SIGKILL)
    for name in ("endpoints.json", "state.json", "supervisor.json"):
        (folder / name).unlink(missing_ok=True)
