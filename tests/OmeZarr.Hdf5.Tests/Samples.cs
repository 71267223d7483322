using System.Globalization;
using PureHDF;

namespace OmeZarr.Hdf5.Tests;

/// <summary>Writes small files as the programs do.</summary>
internal static class Samples
{
    /// <summary>Elements of which each is its own index.</summary>
    internal static ushort[] Numbers(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => (ushort)i)];

    /// <summary>An Imaris file of 2 levels, whose datasets are padded by 99 to whole chunks of 2 x 4 x 4.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">Elements of time points, channels, z, y, x.</param>
    /// <param name="shape">The lengths of these.</param>
    /// <param name="change">Changes the file before it is written.</param>
    internal static void WriteImaris(string path, ushort[] pixels, int[] shape, Action<H5File>? change = null)
    {
        var (dataSet, info) = (new H5Group(), new H5Group());
        for (var level = 0; level < 2; level++)
        {
            var resolution = new H5Group();
            for (var t = 0; t < shape[0]; t++)
            {
                var time = new H5Group();
                for (var c = 0; c < shape[1]; c++)
                {
                    time[$"Channel {c}"] = Channel(pixels.AsSpan(((t * shape[1]) + c) * shape[2] * shape[3] * shape[4]), shape[2..], level == 0 ? 1 : 2);
                }

                resolution[$"TimePoint {t}"] = time;
            }

            dataSet[$"ResolutionLevel {level}"] = resolution;
        }

        info["Image"] = new H5Group
        {
            Attributes = Texts(("X", $"{shape[4]}"), ("Y", $"{shape[3]}"), ("Z", $"{shape[2]}"), ("Unit", "um"), ("Name", "cells"),
                ("ExtMin0", "10"), ("ExtMin1", "0"), ("ExtMin2", "-3"), ("ExtMax0", FormattableString.Invariant($"{10 + (shape[4] * 0.5)}")), ("ExtMax1", FormattableString.Invariant($"{shape[3] * 0.25}")), ("ExtMax2", $"{-3 + (shape[2] * 2)}")),
        };
        for (var c = 0; c < shape[1]; c++)
        {
            info[$"Channel {c}"] = new H5Group { Attributes = Texts(("Name", c == 0 ? "DAPI" : "GFP"), ("Color", c == 0 ? "0.000 0.000 1.000" : "0.000 0.502 0.000"), ("ColorMode", "BaseColor"), ("ColorRange", "10.000 300.500"), ("LSMEmissionWavelength", "509")) };
        }

        info["TimeInfo"] = new H5Group { Attributes = Texts([.. Enumerable.Range(0, shape[0]).Select(t => ($"TimePoint{t + 1}", $"2026-01-01 10:00:{t * 5:00}.000"))]) };
        var file = new H5File { ["DataSet"] = dataSet, ["DataSetInfo"] = info };
        change?.Invoke(file);
        Write(file, path);
    }

    /// <summary>Attributes as Imaris writes them: arrays of single characters.</summary>
    internal static Dictionary<string, object> Texts(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var texts = new Dictionary<string, object>();
        foreach (var (name, value) in attributes)
        {
            texts[name] = value.Select(letter => letter.ToString()).ToArray();
        }

        return texts;
    }

    internal static void Write(H5File file, string path) => file.Write(path, new H5WriteOptions(DefaultStringLength: 1));

    private static H5Group Channel(ReadOnlySpan<ushort> pixels, int[] shape, int factor)
    {
        int[] own = [shape[0], (shape[1] + factor - 1) / factor, (shape[2] + factor - 1) / factor];
        int[] padded = [(own[0] + 1) / 2 * 2, (own[1] + 3) / 4 * 4, (own[2] + 3) / 4 * 4];
        var data = new ushort[padded[0], padded[1], padded[2]];
        for (var z = 0; z < padded[0]; z++)
        {
            for (var y = 0; y < padded[1]; y++)
            {
                for (var x = 0; x < padded[2]; x++)
                {
                    data[z, y, x] = z < own[0] && y < own[1] && x < own[2] ? pixels[(((z * shape[1]) + (y * factor)) * shape[2]) + (x * factor)] : (ushort)99;
                }
            }
        }

        return new H5Group
        {
            ["Data"] = new H5Dataset(data, chunks: [2, 4, 4]),
            Attributes = Texts(("ImageSizeZ", Text(own[0])), ("ImageSizeY", Text(own[1])), ("ImageSizeX", Text(own[2]))),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
