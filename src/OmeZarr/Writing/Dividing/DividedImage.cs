using System.Security.Cryptography;
using System.Text;
using OmeZarr.Pyramids;
using OmeZarr.Pyramids.Kernels;
using OmeZarr.Writing.Pyramids;
using Zarr;

namespace OmeZarr.Writing.Dividing;

/// <summary>A planned image whose pixels may be written in parts.</summary>
/// <param name="Path">Path of its group in the hierarchy.</param>
/// <param name="Levels">The arrays, finest first, with paths relative to the hierarchy.</param>
/// <param name="Sources">The given pixels: of all levels, or of level 0.</param>
/// <param name="Pyramid">How the levels after the first are computed; null if all are given.</param>
internal sealed record DividedImage(string Path, IReadOnlyList<ArrayRequest> Levels, IReadOnlyList<IArraySource> Sources, PyramidPlan? Pyramid)
{
    /// <summary>Writes the arrays.</summary>
    internal IArrayBackend Backend { get; init; } = IArrayBackend.BuiltIn;

    /// <summary>How each level is computed from the one before it; none if all are given.</summary>
    internal IReadOnlyList<BoxReducer> Steps { get; } = Pyramid is null ? [] : BoxReduction.StepsOf(Pyramid, Levels[0].DataType);

    /// <summary>Whether only level 0 is given.</summary>
    internal bool IsComputed => Steps.Count > 0;

    /// <summary>Identifies the arrays and how they are computed.</summary>
    internal string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var level in Levels)
        {
            text.Append(level.Path).Append('\n').Append(Encoding.UTF8.GetString(level.ToMetadata().ToUtf8())).Append('\n');
        }

        text.Append(Pyramid?.Method.ToString());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>Bytes of a level.</summary>
    internal long BytesOf(int level) => Levels[level].Shape.ElementCount * Levels[level].DataType.Size;
}
