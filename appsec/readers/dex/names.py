"""What bytecode calls types, methods and fields, and what people call them."""

from typing import NamedTuple

_PRIMITIVES = dict(
    V="void", Z="boolean", B="byte", S="short", C="char", I="int", J="long", F="float", D="double"
)
_LETTERS = {word: letter for letter, word in _PRIMITIVES.items()}


class MethodRef(NamedTuple):
    """A method as the bytecode names it. `owner` and types are descriptors (Lcom/example/A;)."""

    owner: str
    name: str
    parameters: tuple[str, ...]
    returns: str

    @property
    def api(self) -> str:
        """Class and name as people write them: javax.crypto.Cipher.getInstance."""
        return f"{class_name(self.owner)}.{self.name}"

    @property
    def descriptor(self) -> str:
        """Parameters and return type: (Ljava/lang/String;)V."""
        return f"({''.join(self.parameters)}){self.returns}"


class FieldRef(NamedTuple):
    """A field as the bytecode names it."""

    owner: str
    name: str
    type: str


def class_name(descriptor: str) -> str:
    """A type as people write it: com.example.A, int, byte[]."""
    if descriptor.startswith("L") and descriptor.endswith(";"):
        return descriptor[1:-1].replace("/", ".")
    element = descriptor.lstrip("[")
    dimensions = "[]" * (len(descriptor) - len(element))
    if element.startswith("L") and element.endswith(";"):
        return element[1:-1].replace("/", ".") + dimensions
    return _PRIMITIVES.get(element, element) + dimensions


def descriptor(name: str) -> str:
    """The reverse: a type as the file writes it."""
    element = name.rstrip("[]")
    dimensions = "[" * ((len(name) - len(element)) // 2)
    return dimensions + (_LETTERS.get(element) or f"L{element.replace('.', '/')};")
