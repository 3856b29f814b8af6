"""Protobuf's wire format, as far as the checker reads and writes it: numbers, texts, messages."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """{field number: [its values in order]}; a nested message stays bytes."""
    found, at = {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        kind = tag & 7
        if kind == VARINT:
            value, at = varint(data, at)
        elif kind == BYTES:
            size, at = varint(data, at)
            if at + size > len(data):
                raise ValueError("a message ends within a field")
            value, at = data[at:at + size], at + size
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
            value, at = data[at:at + size], at + size
        else:
            raise ValueError(f"wire type {kind}")
        found.setdefault(tag >> 3, []).append(value)
    return found


def text(message, number):
    """The text in field `number`; "" when it is not set."""
    return message[number][-1].decode() if number in message else ""


def number(message, which):
    return message[which][-1] if which in message else 0


def inner(message, which):
    """The fields of the message in field `which`; {} when it is not set."""
    return fields(message[which][-1]) if which in message else {}


def encode_varint(value):
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def encode(which, value):
    """One field: a number, a text, or a message that is encoded already."""
    if isinstance(value, int):
        return encode_varint(which << 3 | VARINT) + encode_varint(value)
    content = value.encode() if isinstance(value, str) else value
    return encode_varint(which << 3 | BYTES) + encode_varint(len(content)) + content
