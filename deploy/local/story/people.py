"""Synthetic people, obviously so, and the referrals that partners send about them."""

from datetime import timedelta


def birthday(rng, on, age):
    """A date of birth that makes `age` completed years on `on`, and for some months more."""
    return (on - timedelta(days=int(age * 365.25) + rng.randint(20, 200))).isoformat()


def child(key, name, born, subject, facts=None):
    person = {"key": key, "roles": ["child", "subject"] if subject else ["child"],
              "given_name": name, "family_name": "Example", "date_of_birth": born}
    if facts:
        person["facts"] = facts
    return person


def parent(name):
    return {"key": "p1", "roles": ["parent"], "given_name": name, "family_name": "Example",
            "sex": "female"}


def referral(council, reference, programme, people, **more):
    """The data of one referral-submitted event; `more` are members that differ."""
    children = [person["key"] for person in people if "child" in person["roles"]]
    carer = [person["key"] for person in people if "parent" in person["roles"]]
    return {"council": council, "reference": reference, "urgency": "routine",
            "programme": programme, "lawful_basis": "public-task-safeguarding",
            "narrative": "Synthetic: played by the demo.", "people": people,
            "relationships": [{"from": carer[0], "to": key, "kind": "parent"}
                              for key in children if carer],
            **more}


def spread(rng, total, families, most=4):
    """`total` children over `families`, at least one each."""
    sizes = [1] * families
    for _ in range(total - families):
        room = [index for index, size in enumerate(sizes) if size < most]
        sizes[rng.choice(room)] += 1
    return sizes


def subset_of(sizes, total):
    """Indexes whose sizes add up to `total` exactly; larger ones first."""
    chosen, left = [], total
    for index in sorted(range(len(sizes)), key=lambda one: -sizes[one]):
        if sizes[index] <= left and left > 0 and len(chosen) < 10_000:
            chosen.append(index)
            left -= sizes[index]
    if left:
        raise AssertionError("no such subset")
    return chosen
