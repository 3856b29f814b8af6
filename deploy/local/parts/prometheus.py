"""A private Prometheus that scrapes every admin port of the stack."""

from pathlib import Path

from parts import files, services


def prepare(folder, port):
    rules = [f"  - {services.ROOT}/deploy/monitoring/{kind}/*.yaml"
             for kind in ("rules", "alerts")
             if (services.ROOT / "deploy" / "monitoring" / kind).is_dir()]
    jobs = "\n".join(f"""      - targets: ["127.0.0.1:{port[f'{name}.admin']}"]
        labels: {{service: {name}}}""" for name in services.NAMES)
    files.write(Path(folder) / "config" / "prometheus.yaml", "\n".join([
        "global: {scrape_interval: 5s, evaluation_interval: 5s}",
        *(["rule_files:", *rules] if rules else []),
        "scrape_configs:",
        "  - job_name: kinward",
        "    static_configs:",
        jobs]) + "\n")


def command(folder, port):
    return ["prometheus", f"--config.file={folder}/config/prometheus.yaml",
            f"--storage.tsdb.path={folder}/prometheus", "--storage.tsdb.retention.time=2d",
            f"--web.listen-address=127.0.0.1:{port['prometheus']}", "--log.level=warn"]


def ready(port):
    return services.answers(f"http://127.0.0.1:{port['prometheus']}/-/ready")
