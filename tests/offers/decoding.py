"""QR codes as others see them: our SVG as dots, printed, or photographed from a screen; read by zxing-cpp."""

import re

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

SCALE = 20  # dots a module before anything happens to the picture
DOTS_PER_MM = 300 / 25.4
PRINTED_MM = 21
_MOVE = re.compile(r"([Mmh])(-?\d+)(?: (-?\d+)(?:\.5)?)?")


def modules_of(svg: str) -> Image.Image:
    """The picture that the path of our SVG draws, a dot for each module, quiet zone included."""
    size = int(re.search(r'class="qr"[^>]* viewBox="0 0 (\d+) ', svg)[1])
    path = re.search(r'class="qr-ink" stroke="#000" d="([^"]+)"', svg)[1]
    image = Image.new("L", (size, size), 255)
    draw, x, y = ImageDraw.Draw(image), 0, 0
    for command, first, second in _MOVE.findall(path):
        if command == "M":
            x, y = int(first), int(second)
        elif command == "m":
            x += int(first)
        else:
            draw.line([(x, y), (x + int(first) - 1, y)], fill=0)
            x += int(first)
    return image


def printed(svg: str, *, millimetres: float = PRINTED_MM) -> Image.Image:
    """As a printer puts it on paper at 300 dots an inch, quiet zone included, a little smeared."""
    dots = modules_of(svg)
    large = dots.resize((dots.width * SCALE, dots.height * SCALE), Image.Resampling.NEAREST)
    side = round(millimetres * DOTS_PER_MM)
    small = large.resize((side, side), Image.Resampling.BOX)
    page = Image.new("L", (side + 200, side + 200), 250)
    page.paste(small, (100, 100))
    return page.filter(ImageFilter.GaussianBlur(0.7))


def on_dimmed_screen(svg: str, *, degrees: float = 8) -> Image.Image:
    """A phone at a tenth of its light, held askew, photographed a little out of focus."""
    dots = modules_of(svg)
    side = dots.width * 6
    screen = Image.new("L", (side + 240, side + 240), 255)
    screen.paste(dots.resize((side, side), Image.Resampling.NEAREST), (120, 120))
    askew = screen.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.effect_noise(askew.size, 12)
    dim = askew.point(lambda light: 38 + light * 42 // 255)
    return Image.blend(dim, noise, 0.06).filter(ImageFilter.GaussianBlur(1.4))


def read(picture: Image.Image) -> list[str]:
    """What an independent decoder finds."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
