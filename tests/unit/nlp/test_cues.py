import pytest

from reflect.codebook import Terms, load
from reflect.nlp.cues import Rules
from reflect.nlp.pipeline import CueFinder
from reflect.nlp.sentences import split


@pytest.fixture(scope="module")
def finder():
    return CueFinder(Rules.load(load()))


def cues(finder, text):
    return {hit.cue for hits in finder.find(text, split(text)) for hit in hits}


@pytest.mark.parametrize(
    "text",
    [
        "Mum is chaotic.",
        "Mum FAILED TO ENGAGE again.",
        "She lacks insight into his needs.",
    ],
)
def test_a_writers_own_label_counts(finder, text):
    assert "term:language.deficit" in cues(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        'Dad called him "manipulative and lazy".',
        "Mum is not chaotic.",
        "She isn't manipulative.",
        "The file says chaotic eleven times.",
        "I was going to write evasive.",
    ],
)
def test_quoted_denied_or_doubted_labels_do_not(finder, text):
    found = cues(finder, text)
    assert "term:language.deficit" not in found
    assert "quoted:language.deficit" in found


def test_capitals_match_as_written_only(finder):
    assert "term:language.jargon" in cues(finder, "DNA CAMHS x2.")
    assert "term:language.jargon" not in cues(finder, "They took a dna sample.")


def test_a_council_adds_and_takes_away_terms():
    book = load()
    own = Terms(code="language.deficit", add=("frequent flyer",), remove=("chaotic",))
    rules = Rules.load(type(book)(book.families, book.codes, book.rollups, book.lenses, (own,)))
    finder = CueFinder(rules)
    assert "term:language.deficit" in cues(finder, "A frequent flyer.")
    assert "term:language.deficit" not in cues(finder, "Mum is chaotic.")


def test_hits_lie_in_their_sentences(finder):
    text = 'Perhaps it is loyalty. SC to ring by Friday. Ella (7) said "no way at all".'
    tiles = split(text)
    for tile, hits in zip(tiles, finder.find(text, tiles), strict=True):
        for hit in hits:
            assert tile.start <= hit.span.start < hit.span.end <= tile.end
