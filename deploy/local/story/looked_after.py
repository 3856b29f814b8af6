"""How many children a council looks after: the performance office's own series (R32).

The report gives months, not days: each count stands on the first day of its month.
"""

from datetime import datetime

RECORDED = datetime(2017, 1, 1, 9)
INDICATOR = "looked-after-children"
BASE_ON, NOW_ON = "2015-01-01", "2017-01-01"
SOURCE = "004 §1.2, 2.4: reduced over the last 2 years from just over 800 to 641 in January 2017"


def record(council):
    """Defines the indicator and records both counts; answers what it then says of them."""
    council.move_to(RECORDED)
    def send(method, **body):
        return council.command("performance-officer", "outcomes", method, indicator_id=INDICATOR, **body)
    send("DefineIndicator", title="Looked-after children", unit="CHILD", direction="FEWER",
         base_on=BASE_ON, source=SOURCE)
    send("RecordIndicator", value=800, bound="AT_LEAST", on=BASE_ON, as_said="just over 800", source=SOURCE)
    send("RecordIndicator", value=641, on=NOW_ON, source=SOURCE)
    return send("ReadIndicator")
