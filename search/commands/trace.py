"""`verbale trace`: where language comes from, and where it was used again."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import complete_words, json_option

EPILOG = """\b
Examples:
  verbale trace "States should not knowingly allow their territory to be used"
  verbale trace --para A/75/816#24
  verbale trace --para 'A/RES/75/240#PP9' --limit 50 --json
  verbale trace --document A/RES/80/16
  verbale trace --document A/RES/80/16 --lang fr --json
"""


@click.command(epilog=EPILOG)
@click.argument("sentence", required=False)
@click.option(
    "--para",
    metavar="SYMBOL#N",
    shell_complete=complete_words,
    help="Trace the paragraph with this printed number: A/75/816#24, A/RES/80/16#OP3.",
)
@click.option(
    "--document",
    "symbol",
    metavar="SYMBOL",
    shell_complete=complete_words,
    help="Say of every paragraph of this document where its language comes from.",
)
@click.option("--lang", metavar="L", help="With --para or --document: the version in this language, such as fr.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Tell at most so many documents (20), or paragraphs with --document."
)
@json_option
@click.pass_obj
def command(
    session: Session,
    sentence: str | None,
    para: str | None,
    symbol: str | None,
    lang: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Find where language first appears in this corpus, and every later reuse, exact or altered.

    Documents come in the order of their dates, the undated last. Capitals, accents and punctuation make no difference.
    Words that are altered are shown: [-left out-] and {+put in+}. "First" is first among what is held.
    """
    from search.terminal import print_json
    from search.tracing import LIMIT, origins, trace, trace_paragraph
    from search.tracing.printing import print_origins, print_trace
    from search.tracing.room import tracing_room

    if sum(given is not None for given in (sentence, para, symbol)) != 1:
        raise click.UsageError("Give one of a sentence in quotation marks, --para SYMBOL#N, or --document SYMBOL.")
    if lang and sentence is not None:
        raise click.UsageError("--lang goes with --para or --document: a sentence is traced as it is written.")
    with tracing_room(session) as (library, shingles):
        if symbol is not None:
            of_document = origins(library, shingles, symbol, language=lang, limit=limit)
            if as_json:
                print_json(of_document.as_json())
            else:
                print_origins(of_document, session)
            return
        most = limit or LIMIT
        if para is not None:
            told = trace_paragraph(library, shingles, para, language=lang, limit=most)
        else:
            told = trace(library, shingles, sentence or "", limit=most)
    if as_json:
        print_json(told.as_json())
    else:
        print_trace(told, session)
