"""Sound through FFmpeg's encoders, by PyAV: block by block, with chapters, tags and a cover.

How the formats differ is in one table.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import numpy as np
from msgspec import Struct, field

from voiceguide.audio.clip import FULL_SCALE, Pcm, Samples
from voiceguide.audio.decoding import Channels
from voiceguide.errors import Missing
from voiceguide.exporting import Progress
from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.tags import language_code, tags
from voiceguide.rendering import Audible
from voiceguide.text import stamp
from voiceguide.timeline import Timeline
from voiceguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import OutputContainer


LAYOUTS: dict[Channels, str] = {1: "mono", 2: "stereo"}

MOST_COMMENTS = 999
"""Chapters as comments of Vorbis' kind have numbers of three digits."""

_READING = 1
"""FFmpeg's AVIO_FLAG_READ."""


class Encoding(Struct, frozen=True, kw_only=True):
    """A container and a codec in it, by FFmpeg's names."""

    container: str
    codec: str
    samples: Literal["s16", "flt"] = "flt"
    """What the codec takes."""
    rate_hz: int = SAMPLE_RATE_HZ
    bit_rate: int | None = None
    """Of each channel."""
    container_options: Mapping[str, str] = field(default_factory=dict)
    MOST_CHAPTERS: int
    """Named as in the modules of other formats."""
    chapters_as_comments: bool = False
    """Of Vorbis' kind; else the container has chapters of its own."""
    cover_as_comment: bool = False

    def write(
        self,
        session: Audible,
        file: BinaryIO,
        *,
        track: int = 1,
        progress: Progress | None = None,
    ) -> None:
        """Write the whole session into a seekable file with a name, block by block.

        In constant memory, but for M4A: FFmpeg keeps that one's index of sound, 0.15 MB a minute,
        until it is whole. Raises Missing without PyAV, and whatever writing to `file` raises.
        """
        _encode(session, file, self, track, progress)


# FFmpeg writes no chapters into FLAC, but reads these comments as chapters.
FLAC = Encoding(
    container="flac",
    codec="flac",
    samples="s16",
    MOST_CHAPTERS=MOST_COMMENTS,
    chapters_as_comments=True,
)
"""The sound of the WAV file to the bit, in half the room."""

MP3 = Encoding(
    container="mp3",
    codec="libmp3lame",
    bit_rate=64_000,
    # ID3 version 2.3, which old cars and Windows read too.
    container_options={"id3v2_version": "3"},
    # The table of contents counts them in one byte (ID3v2 Chapter Frame Addendum 1.0, 3.2).
    MOST_CHAPTERS=255,
)
"""For every player there is; chapters by ID3, gapless by its Info header."""

M4A = Encoding(
    # FFmpeg's own "ipod" container would refuse a cover that is not one of its streams.
    container="mp4",
    codec="aac",
    bit_rate=64_000,
    container_options={"brand": "M4A ", "movflags": "+faststart"},
    # Nero's list, which many players read, counts them in one byte; the same in Apple's track.
    MOST_CHAPTERS=255,
)
"""AAC, for phones; as M4B players keep the place, as in a book."""

OPUS = Encoding(
    container="opus",
    codec="libopus",
    rate_hz=48_000,
    bit_rate=32_000,
    MOST_CHAPTERS=MOST_COMMENTS,
    chapters_as_comments=True,
    cover_as_comment=True,
)
"""The smallest file that sounds good; at 48 kHz, as Opus always is."""


def _encode(
    session: Audible, file: BinaryIO, encoding: Encoding, track: int, progress: Progress | None
) -> None:
    try:
        import av
    except ImportError as error:
        raise Missing(
            f"sound other than .wav needs PyAV, which cannot be loaded ({error})",
            hint="install it with: pip install av; or export .wav",
        ) from error

    def opened(name: str, flags: int, _options: object) -> BinaryIO:
        """MP4 reads its own sound once more, to move it behind the index."""
        if flags != _READING:
            raise PermissionError(f"{name} is not to be written")
        file.flush()
        return open(file.name, "rb")  # noqa: PTH123 # a name, not a path; PyAV closes it

    container = av.open(
        file,
        "w",
        format=encoding.container,
        container_options={"fflags": "+bitexact", **encoding.container_options},
        io_open=opened,
    )
    # Not closed when something fails: that would go on writing a file that is thrown away.
    stream = cast(
        "AudioStream",
        container.add_stream(encoding.codec, rate=encoding.rate_hz),
    )
    stream.layout = LAYOUTS[session.channels]
    if encoding.bit_rate:
        stream.bit_rate = encoding.bit_rate * session.channels
    stream.metadata["language"] = language_code(session.timeline.language)
    _describe(container, session.timeline, encoding, track)
    for sound in _sound(session, encoding, progress):
        container.mux(stream.encode(sound))
    container.mux(stream.encode(None))
    container.close()


def _describe(
    container: OutputContainer, timeline: Timeline, encoding: Encoding, track: int
) -> None:
    """Tags, chapters and cover."""
    from voiceguide.exporting.cover import png

    container.metadata.update(tags(timeline, track))
    if encoding.chapters_as_comments:
        container.metadata.update(_chapter_comments(timeline, encoding.MOST_CHAPTERS))
    else:
        container.set_chapters(
            [
                {
                    "id": number,
                    "start": chapter.start_ms,
                    "end": chapter.end_ms,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": chapter.title},
                }
                for number, chapter in enumerate(chapters(timeline, encoding.MOST_CHAPTERS), 1)
            ]
        )
    picture = png(timeline)
    if encoding.cover_as_comment:
        container.metadata["METADATA_BLOCK_PICTURE"] = _picture_comment(picture)
    else:
        _attach(container, picture)


def _attach(container: OutputContainer, picture: bytes) -> None:
    import av
    from av.stream import Disposition

    from voiceguide.exporting.cover import SIDE_PX

    stream = container.add_mux_stream("png", width=SIDE_PX, height=SIDE_PX)
    stream.disposition = Disposition.attached_pic
    stream.time_base = Fraction(1, 90_000)
    stream.metadata.update(title="Cover", comment="Cover (front)")
    packet = av.Packet(picture)
    packet.stream = stream
    packet.pts = packet.dts = 0
    packet.time_base = Fraction(1, 90_000)
    packet.is_keyframe = True
    container.start_encoding()
    container.mux(packet)


def _chapter_comments(timeline: Timeline, at_most: int | None) -> Iterator[tuple[str, str]]:
    """``CHAPTER001`` and ``CHAPTER001NAME``, as players of FLAC and Ogg know them."""
    for number, chapter in enumerate(chapters(timeline, at_most), 1):
        yield f"CHAPTER{number:03}", stamp(chapter.start_ms)
        yield f"CHAPTER{number:03}NAME", chapter.title


def _picture_comment(picture: bytes) -> str:
    """A picture as Ogg files hold one: FLAC's picture block (RFC 9639, 8.8) in base64."""
    mime, said = b"image/png", b"Cover"
    front_cover, bits_a_pixel, no_palette = 3, 24, 0
    width, height = struct.unpack(">II", picture[16:24])
    block = struct.pack(">II", front_cover, len(mime)) + mime
    block += struct.pack(">I", len(said)) + said
    block += struct.pack(">IIIII", width, height, bits_a_pixel, no_palette, len(picture))
    return base64.b64encode(block + picture).decode()


def _sound(session: Audible, encoding: Encoding, progress: Progress | None) -> Iterator[AudioFrame]:
    """The session as FFmpeg's frames, at the rate that the codec wants."""
    frames = _frames(session, encoding, progress)
    if encoding.rate_hz == SAMPLE_RATE_HZ:
        return frames
    return _resampled(frames, encoding, session.channels)


def _frames(
    session: Audible, encoding: Encoding, progress: Progress | None
) -> Iterator[AudioFrame]:
    from av import AudioFrame

    done = 0
    for block in session.blocks():
        frame = AudioFrame.from_ndarray(
            _as_samples(block, encoding.samples).reshape(1, -1),
            format=encoding.samples,
            layout=LAYOUTS[session.channels],
        )
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = done
        yield frame
        done += len(block)
        if progress:
            progress(done, session.frames)


def _as_samples(block: Samples, samples: str) -> Samples | Pcm:
    if samples == "flt":
        return block
    pcm: Pcm = np.rint(block * np.float32(FULL_SCALE)).astype(np.int16)
    return pcm


def _resampled(
    frames: Iterator[AudioFrame], encoding: Encoding, channels: Channels
) -> Iterator[AudioFrame]:
    """At the codec's rate, by a longer filter than FFmpeg's own, which lets mirrors through."""
    from av.error import BlockingIOError as NothingYet
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE_HZ,
        format=encoding.samples,
        layout=LAYOUTS[channels],
        time_base=Fraction(1, SAMPLE_RATE_HZ),
    )
    resampler = graph.add("aresample", f"{encoding.rate_hz}:filter_size=128:phase_shift=10")
    sink = graph.add("abuffersink")
    source.link_to(resampler)
    resampler.link_to(sink)
    graph.configure()
    for frame in chain(frames, (None,)):
        source.push(frame)
        while True:
            try:
                yield cast("AudioFrame", sink.pull())
            except (NothingYet, EOFError):
                break
