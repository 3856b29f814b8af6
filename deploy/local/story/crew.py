"""Eight hands that ask the gateway at once, each over its own connection."""

from concurrent.futures import ThreadPoolExecutor

HANDS = 8


class Crew:
    def __init__(self):
        self.pool = ThreadPoolExecutor(HANDS)

    def each(self, act, things):
        """The answers, in order; the first failure is raised once all are done."""
        waiting = [self.pool.submit(act, thing) for thing in things]
        for one in waiting:
            one.exception()
        return [one.result() for one in waiting]

    def stop(self):
        self.pool.shutdown(cancel_futures=True)
