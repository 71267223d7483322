"""Makes WebPSamples.cs: images of 16 x 12 pixels that libwebp encoded, and what it decodes them to. Needs Pillow with WebP: python3 make_webp_samples.py > WebPSamples.cs"""
import base64
import io
import textwrap

from PIL import Image

WIDTH, HEIGHT = 16, 12


def pixel(x, y, channels):
    return (16 * x, 20 * y, (x * y) % 256, 255 - 13 * x)[:channels]


def text(data):
    lines = textwrap.wrap(base64.b64encode(data).decode(), 150)
    return " +\n        ".join(f'"{line}"' for line in lines)


print("""namespace OmeZarr.Tiff.Tests.WebP;

/// <summary>Images of 16 x 12 pixels that libwebp encoded, and what it decodes them to; made by <c>make_webp_samples.py</c>.</summary>
internal static class WebPSamples
{""")
parts = []
for name, channels, options in (("Lossless", 3, {"lossless": True}), ("LosslessWithAlpha", 4, {"lossless": True, "exact": True}), ("Lossy", 3, {"quality": 75}), ("LossyWithAlpha", 4, {"quality": 75})):
    mode = "RGB" if channels == 3 else "RGBA"
    image = Image.new(mode, (WIDTH, HEIGHT))
    image.putdata([pixel(x, y, channels) for y in range(HEIGHT) for x in range(WIDTH)])
    stream = io.BytesIO()
    image.save(stream, "webp", **options)
    decoded = Image.open(io.BytesIO(stream.getvalue())).convert(mode)
    parts.append(f"    internal const string {name} =\n        {text(stream.getvalue())};\n\n    internal const string {name}Pixels =\n        {text(decoded.tobytes())};\n")
# Opacities of two values, which are stored as a palette of one bit.
image = Image.new("RGBA", (WIDTH, HEIGHT))
image.putdata([(*pixel(x, y, 3), 255 if (x // 3 + y) % 3 else 0) for y in range(HEIGHT) for x in range(WIDTH)])
stream = io.BytesIO()
image.save(stream, "webp", quality=75)
decoded = Image.open(io.BytesIO(stream.getvalue())).convert("RGBA")
parts.append(f"    internal const string LossyWithMask =\n        {text(stream.getvalue())};\n\n    internal const string LossyWithMaskPixels =\n        {text(decoded.tobytes())};\n")
stream = io.BytesIO()
frames = [Image.new("RGB", (WIDTH, HEIGHT), color) for color in ("red", "blue")]
frames[0].save(stream, "webp", save_all=True, append_images=frames[1:], lossless=True)
parts.append(f"    internal const string Animation =\n        {text(stream.getvalue())};\n")
print("\n".join(parts), end="")
print("}")
