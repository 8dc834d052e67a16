"""The components of a UN symbol: what may follow what, and when the symbol is whole (sources.md 10.1)."""

from __future__ import annotations

from corpus.symbols._symbol import Symbol, make


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TREATY_BODIES = _words("CCPR CEDAW CERD CRC CAT CMW CED CRPD")
ORGANS = _TREATY_BODIES | _words(
    "A S E ST T BWC CCW NPT CD DC TD HRI DP CTOC CAC APLC ECE FCCC UNEP ISBA SPLOS JIU PBC"
)
# Bodies and series that stand alone between slashes.
_WORDS = _words(
    "RES DEC INF NGO PRST PET PC PREP PREPCOM HRC SPC BUR MSP MX CONF COP COSP GGE GC WG C B BC UPR HLPF ICEF ESCAP ECE"
    " ECA ECLAC ESCWA SGB AI IC ESA ADM SG LEG INCB POP SUB TPN AC CN SC ES S CRP WP L PV SR R G AGR EN"
)
_BODIES = _words("AC C CN CONF GC SC SUB WG GGE PC PREPCOM HRC BUR COP SPC SER")
_SERIES = _words("L CRP WP PV SR R G INF MISC PET DC NGO")
# In General Assembly symbols these are followed by a slash, elsewhere by a dot.
_SLASHED_IN_ASSEMBLY = _words("INF NGO PET")
_MODIFIERS = {
    word.upper(): word for word in ("Add", "Amend", "Corr", "Rev", "Excerpt", "Summary", "Resumption", "Annex")
}
_PRINTED = {"SUB": "Sub", "MISC": "Misc", "SER": "Ser"}
# After these a lone small number is a session, and the symbol goes on.
_SESSION_FOLLOWS = _words("RES DEC HRC INF BUR C SPC")
FIRST_NUMBERED_SESSION = 31


def is_session(text: str) -> bool:
    """Whether the text can be the number of an Assembly session as symbols print it since the thirty-first (1976)."""
    return not text.isdigit() or FIRST_NUMBERED_SESSION <= int(text) < 200


def is_year(text: str) -> bool:
    """Whether the text can be a year of the United Nations."""
    return text.isdigit() and 1945 <= int(text) <= 2100


class Reading:
    """A symbol while it is read: give it components in order, ask whether what it has is whole."""

    def __init__(self, organ: str) -> None:
        self._organ = organ
        self._parts: list[str] = []
        self._roles: list[str] = []  # word, body, series, session, number: one for each part
        self._modifiers: list[str] = []
        self._letters = ""

    def take_number(self, digits: str) -> bool:
        """Take a component of digits only; False if none may stand here."""
        number = str(int(digits))
        last = self._parts[-1] if self._parts else ""
        role = self._roles[-1] if self._roles else ""
        if self._modifiers:
            return self._number_modifier(number)
        if role == "series" or self._letters:
            return False
        if role == "word" and last in ("ES", "S"):
            self._parts[-1], self._roles[-1] = f"{last}-{number}", "session"
        elif role == "word" and last in _SERIES:
            self._set_series(last, number)
        elif self._run() == 1 and self._is_council_resolution() and is_year(number):
            self._parts[-1] += f"({number})"
        elif self._run() >= 2:
            return False
        else:
            self._add("number", number)
        return True

    def take_session(self, text: str) -> bool:
        """Take a special session, `S-19` or `ES-11`; False if none may stand here."""
        if self._modifiers or self._run():
            return False
        self._add("session", text.upper())
        return True

    def take_word(self, word: str, number: str) -> bool:
        """Take a word with the number that goes with it (`L` and `27`, `RES` and nothing); False if unknown here."""
        word = word.upper()
        if word in _MODIFIERS:
            return self._add_modifier(_MODIFIERS[word], number)
        if self._modifiers or self._letters or (self._roles and self._roles[-1] == "series"):
            return False
        if number and word in _SERIES:
            self._add("word", word)
            self._set_series(word, number)
        elif number and word in _BODIES:
            self._add("body", f"{_PRINTED.get(word, word)}.{number}")
        elif word in _WORDS or self._is_country(word):
            self._add("word", word)
            return not number or self.take_number(number)
        else:
            return False
        return True

    def add_letters(self, first: str, last: str) -> None:
        """Take the letters of a resolution adopted in parts: `A`, or `A` to `B`."""
        self._letters = f" {first}-{last}" if last else f" {first}"

    def add_bracket(self, inside: str) -> None:
        """Take the year or session that old resolutions carry in brackets: `2625(XXV)`, `2712(2023)`."""
        self._parts[-1] += f"({inside.upper()})"

    def is_resolution(self) -> bool:
        """Whether letters of parts may follow: a resolution or decision whose number is there."""
        return bool(self._parts) and self._parts[0] in ("RES", "DEC") and self._roles[-1] == "number"

    def wants_bracket(self) -> bool:
        """Whether a year or roman session in brackets may follow."""
        return self.is_resolution() and self._run() == 1 and self._roles.count("session") == 0

    def is_whole(self) -> bool:
        """Whether the components taken so far make a symbol."""
        if self._modifiers:
            return True
        if not self._roles or self._roles[-1] not in ("series", "number"):
            return False
        return self._roles[-1] == "series" or self._has_plausible_numbers()

    def symbol(self) -> Symbol:
        """The symbol of the components taken so far."""
        family = "/".join([self._organ, *self._parts]) + self._letters
        return make(family, "un", tuple(self._modifiers))

    def _add(self, role: str, text: str) -> None:
        self._parts.append(text)
        self._roles.append(role)

    def _set_series(self, word: str, number: str) -> None:
        number = str(int(number)) if number.isdigit() else number.upper()
        if word in _SLASHED_IN_ASSEMBLY and self._organ == "A":
            self._add("number", number)
            self._roles[-1] = "series"
        else:
            self._parts[-1], self._roles[-1] = f"{_PRINTED.get(word, word)}.{number}", "series"

    def _add_modifier(self, name: str, number: str) -> bool:
        if not self.is_whole():
            return False
        self._modifiers.append(f"{name}.{int(number)}" if number.isdigit() else name)
        return not number or number.isdigit()

    def _number_modifier(self, number: str) -> bool:
        if "." in self._modifiers[-1]:
            return False
        self._modifiers[-1] += f".{number}"
        return True

    def _run(self) -> int:
        """How many numbers or sessions stand at the end."""
        run = 0
        for role in reversed(self._roles):
            if role not in ("number", "session"):
                break
            run += 1
        return run

    def _is_council_resolution(self) -> bool:
        return self._organ == "S" and self._parts[0] == "RES" and "(" not in self._parts[-1]

    def _is_country(self, word: str) -> bool:
        reviewed = self._organ in _TREATY_BODIES or "HRC" in self._parts or self._parts[:1] == ["C.12"]
        return reviewed and len(word) == 3 and len(self._parts) > 1

    def _has_plausible_numbers(self) -> bool:
        run = self._run()
        first, last = self._parts[-run], self._parts[-1]
        if run == len(self._parts):  # nothing but numbers after the organ
            if run == 1:
                return len(last) >= 3 and not is_year(last) and self._organ != "ST"
            return is_session(first) if self._organ == "A" else is_year(first) and self._organ != "ST"
        if run == 2 or "(" in last or self._is_council_resolution():
            return True
        before = self._parts[-2].partition(".")[0]
        if len(self._roles) - self._roles.count("word") - self._roles.count("body") == 1 and before in _SESSION_FOLLOWS:
            return int(last) >= 200 and not is_year(last)
        return not is_year(last)
