using OmeZarr.Tiff.Decompression.Xz;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Decompression;

/// <summary>LZMA against streams that liblzma made (Python's module lzma) of <see cref="Content"/>.</summary>
public sealed class XzDecoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>CRC-64; differences at a distance of 2 without a check; lc 1, lp 3, pb 1 with CRC-32; a stored chunk with SHA-256.</summary>
    public static TheoryData<string, int, string> Streams => new()
    {
        { "plain", 1500, "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AXbA75dAGMfjCayW3Y+Tt7qFgnTxIckYL7+FRmYs1LIX1ioNxZLwFCwSPUPFFmx0Gg+INTHRr5YQKVnMOnXmMa7lN7OIh60m/6FKVDKAgBj4YOhGUgl0dQYoQalq/1Iunau+KUBsvwuNVGQbUSrBMg9rZax6JN5PinYG6hq/XyEtyCnYBw2jcwATkEW+Lx/dcsrMEh4E67WiQw2nYLxPdp5vaqMqnznJCcccibdbng70Eqi8q7wFQw/m8gCYNICJaarASA+mWTpiF0ePVfuXoILwGftnfz3E+rLa6wl06sCdikuh+/qIcHsblbJE9ebSXM9PKwy3YG+DfDWpYJ2p1VPH8bbFYmxBrM/7QaVkLlWjeu84r7umSoVzhJuK0Qfu4yLtduO+Te1sFacRWYKAlNLJJsIrFnAm9KkbFg/hLWTpaeL3GfvqgGyhBORZGYX5BAD3HVPaVwKaTG+h58Y/+FZaQ+c+4Lyqb4A3ktFt6x2oxE44aFOwDX7PWx+/BlEzAqYf9KBXsmG8H8xAY9z793fEYwXEQeUFqlAav8lqHx3F8t8KDx5X7SWpe7WYglJPUcAbkJ43qWf/vdYX3etv4CnS2dqRk/RDSzB/1q0m1TLovXhUaFkwq1ftz4TgfvfhTFRaJltkJtctH5jx3HWWXiui98QacF411IGmPIuLE9GPB/R1b6SZM4P2O6zw4oakKolJ9tTeOIZrlEAAx75a7kHsP4c6k+ZjUv301nTQDBaH3RkqEd/auN8msxOP5ozEqv+oc8ziGXYEsa9K7fKRY1GxWOggjwK/z59h7ilLsuAFe5lVaEqNJXZvAydgImzyY4MvFQaBwJvasY67bG8TZIeEZ+r8bVJGU+XWmUDI2lLfQdpI9kr2GevqXa27PsC1XMkIfJmXmTUQkzmhUhCis5+4DX5HrE4f7RuIAVJ92FztYv6DqDjfEeJg/718W32Illep9mDtCPQ8pvUkcdcHz07mr+ceAQ2S29ti3DfB5dKqy8b0xFVCg2dhbotYDF1uo7Zv3iGSkB1rQv8iR86hUtl1DXLRQ/tWa88HTUWglGe5BKbje3y45MvduG7y2yWaxj9o8KjT7Ofz5AN+OBuiIznSy4xzzJ5KMQndG4i6ZL62uSAT4Pn7fvx945shQWjGPONFJUu/m3fH5VXSbBplY0Wpap/pIN/mRuIumFg1ULwK23UIruE9DDft62zkvqQwnHxVNVhv77HuC7mRZtaMEsT0+BnZ5XtuC2OqFFMQCZzW9Fcd0Bbb/gveuqLzxAcaplZqQAAAACWkcQu9YbtMAAB2gfcCwAARN4HorHEZ/sCAAAAAARZWg==" },
        { "delta", 1500, "/Td6WFoAAAD/EtlBAgEDAQEhARYcR3hW4AXbAqpdAGMfk27WhPSy0V56RTSq6XCGBG7BvWmtqaodesrx3UiRw+5FGg1mfz3sw74PsjtG3fYrI9m3uMWFYLbm/Locm29jU2WTM0LGskBgBvS0mWC/ZKvJhwpm1b5vVjUYTUDodPjGWsYc2WpydYntRm/dTNy20mJhzXDBf4Jt/TJvnpnYVVTT0pohWrZlkVyfJKjZqtB3Xpyel0yiwXxHpsTc9il55MaBcstD9s4MZUWqv+a+9sizT/VyUBAAydBBCynAUIFCWbIY3kFN5tzBcSuZ4wD+bC3gm5AuoZogtKiNUDaTruq7BHGuD86NdBx/D9RklaxZbkrRVUZH6uQWnLqBwgVYDUALirIlMMR8uggDvhhJFtYD+wTu79jIbSCAoXDLRtlRBfHAa0qy4ytIzNv08iae/3gs3nXdw6V+MT/HGsI44FwcvQcemE1vIkC2JJ8xxHUerHOsJxFQAINxm7szOltIt9QCxoXcBMGTzNSb/Deib2JEv+/raYaro9EtDSPbm02bYtY4FpiK2HhLjPWuzWSOKaVSv6VnviMmS++R6+NtlxXZCEMo99lb7wDkys1cOfUDpZPiyBnSDXkpqzS2px1kpcVNeQVE/dmfpYpwB1JogH0LziYrALsAQtDM5tvBLuDgDRVpLNR8KSxdK69IqvuUlffgakloOfD77cMVe4zGUGrHBpf1vIPpRR5FcU0fpL9I3e7JWIVL2Uie4v+pmREkm2MN5kS/FkIOaxRzmBmMmJzMO7ok0/BH3Z4Xs/MotZlxr+KjO9XMXLVrW/zsv6xZwe6XZZdHOsjMQJxb+kX23s6ZwPi1idiOI6Yp509TvvTqNn1iME1yfeyFdtyigjoc28K6IJwBSBnQLdEChdCPAvVKy0lKF47ZBno1uKmP3hX9zDEXouZlzgAAAAAAAb4F3AsAAGjAokuoAAr8AgAAAAAAWVo=" },
        { "bits", 1500, "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4AXbA8tJAGMfjKgfVgl3Mj/C1tKuHZXkseIXSuAYWrDfslE1+ATDuSOCAY5on9RxNZOmCkUfysXHAclmsK1LZTL+P+8NQoAP36owbavX+bxz6xGiWKr2fz9jWEAi6CcY0JgkTZBv16YRHWUUFlaaFeNoyYiRTxxoygWLwcDRKnLWRxxKCbInqXpgDot7GYj1gkvHwFnp+GXxNfGtiS5odgEjNr6OXPWpIcHDooh2DXQbhisT13B/0jywZxfj4XC/dln4N405e4dpxng4ToaVyoyMqLkR9U07KHyWruIKFUx9uCzAEy+DeABnBTATPunstMz0Go5v5xuxNTrbUn0HpAI3LCKe8F7jRc2dHIn8OX/6fdZ/vlxdzMfCfGcyndsmwoqWSbtoC8iW1srKmgSkfk3fg/nv/jm2iTCXln29y9e1/anFLZWXsxEHq/9ab6VAX5inCM/y//o/Xfd2n35X9Ec1FJCapsWWGIJb/zL38F9otlyz1rI2mlRM+rY/hqkuu4O39RSfNXWTXTMYKfTr16OTUN74cPAhUA4k39XH6FeBcGTL10QBE2IhaTzzMgnLgJ/NwqZdTCOtuC31Z95NZqMX2vytHC2GHP/l5YHTneNIm8h8SR5/5a1YQtv2r3bkb0JOL9YLgdLdXlzg5KCiKiIW6pIa6vrkqeJV7fLhCfKWtZl3YF57FMi6SA/iKPdsrCZ+OL/881pdi8Cxb1J34yvzzde2cqMC98dw70WHUe7AobQHr/Mwbyi5aAv/BSkekCEfTNhKtQfKgs6LlIDImdBW1JC6oTC59e2kitzkmmMAth2TnEbqjt/baeQkdknqa8KLgce45STeLaNLsZQgnZweeECPMjs2XAnp4IThPv1CfvQ0IZpLI6Oac371jP5dL0rP5/DeUpCfUx51CTbKT/u70QeJAbb+4s2ssKIBFCCFF6IrnOgVGaxgqy7P6VXJ+yLP25AEDEX3CogkfuOl0vfiH1j2E+mRhgpP6NTgYi/yrpqS0+mI6ZvIEzi3tM5qyyaC7PjKYBP1NwTPxeM31GAzxeoYMUbtv9QxF8DCZFdlcqbGBwkIXNB0rt2m+zJp86zeltrEaPazx6y5DMeenUT8q3ZioNVfFO49QYngHfHT9xg7LYl2lagodUmfVoVqNYBLfBlASRkrJ/BwxLq9idvshXKPMuzJ1WnmcsY52nY5rTDUBQNC8SWrcvAaA6x81fXVc1NmeZAAw7LrnE4BGWHlaHyI4EEjQ6kpqheHDiHJFecEpqUDUgFCVq9E6VLMZyV0oM0tEg3EFQccPUWkrvOAAACaMUW2AAHjB9wLAAAhiHKBPjANiwIAAAAAAVla" },
        { "stored", 140, "/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQCLxn6Ba0v74vtU9r3ffBzhhwG/Md5Wcg9HZ2aHWaqIPFnqVhN70oWh2DxUVS83rmVb2gJ5mMzjGnaOX9mZjx8/Nu5DeE0N+r6m2uSGjtwpbU7/VuFwIPuPsVgFkMUJ3FPNqjtImVLTUp0Gn+q1wgYTmEmyAR6sMogxnFJGlXE2j1f2OR0W+oh09Zh8F1wA+l2QiT/9MihzNeEcExp8PYi0noztgMUvjUJi75/OQGkAAbwBjAEAANdNcDW26d8cAgAAAAAKWVo=" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Streams_of_liblzma_come_back(string name, int length, string stream)
    {
        var decoded = new byte[length];
        Assert.Equal(length, XzDecoder.Decode(Convert.FromBase64String(stream), decoded));
        Assert.True(Content(length).AsSpan().SequenceEqual(decoded), name);
        Assert.Equal(length, XzDecoder.Decode(Convert.FromBase64String(stream), new byte[length + 10]));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void What_does_not_fit_is_cut(string name, int length, string stream)
    {
        foreach (var part in new[] { 1, 2, length / 3, length / 2, length - 1 })
        {
            var decoded = new byte[part];
            Assert.Equal(part, XzDecoder.Decode(Convert.FromBase64String(stream), decoded));
            Assert.True(Content(length).AsSpan(0, part).SequenceEqual(decoded), $"{name}: {part}");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Damage_is_an_error_or_gives_some_bytes(string name, int length, string stream)
    {
        var whole = Convert.FromBase64String(stream);
        var decoded = new byte[length];
        for (var cut = 0; cut < whole.Length; cut += 3)
        {
            Try(whole[..cut], decoded);
        }

        var random = new Random(20_261_130);
        for (var i = 0; i < 500; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Try(damaged, decoded);
        }

        Assert.True(Try(whole, decoded), name);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_page_is_read(string name, int length, string stream)
    {
        var file = new RawTiff(false).Header();
        var stored = Convert.FromBase64String(stream);
        var offset = file.Append(stored);
        file.Long(256, 10).Long(257, length / 10).Short(258, 8).Short(259, 34925).Short(262, 1).Long(273, offset).Long(278, length / 10).Long(279, stored.Length).Directory();
        await File.WriteAllBytesAsync(folder[name], file.ToArray(), TestContext.Current.CancellationToken);
        using var tiff = TiffFile.Open(folder[name]);
        Assert.Equal(Content(length), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    private static bool Try(byte[] stream, byte[] decoded)
    {
        try
        {
            return XzDecoder.Decode(stream, decoded) == decoded.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>In turns 150 bytes of noise, a ramp, and copies of what came before.</summary>
    private static byte[] Content(int length)
    {
        var (bytes, state) = (new byte[length], 1u);
        for (var i = 0; i < length; i++)
        {
            state = ((state * 1103515245) + 12345) & 0x7FFFFFFF;
            bytes[i] = (i / 150 % 3) switch { 0 => (byte)(state >> 16), 1 => (byte)(i * 3 / 7), _ => bytes[i - 97 - (i % 5)] };
        }

        return bytes;
    }
}
