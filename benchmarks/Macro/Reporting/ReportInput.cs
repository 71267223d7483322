using Inputs;
using Zarr;

namespace Macro.Reporting;

/// <summary>An input of the report, in a file.</summary>
internal sealed record ReportInput(string Kind, DataType DataType, Shape Shape, string Path)
{
    private static readonly string[] Kinds =
        ["camera", "camera8", "real:plate-row-o", "real:human-channels", "real:nuclei/img2d.tif", "labels", "float", "random", "zeros"];

    internal bool IsReal => Kind.StartsWith("real:", StringComparison.Ordinal);

    internal long Length => Shape.ElementCount * DataType.Size;

    /// <summary>The options that name it.</summary>
    internal string[] Arguments => ["--input", Path, "--shape", string.Join(',', Shape), "--dtype", DataType.Name];

    /// <summary>Makes the files that are missing.</summary>
    /// <returns>The inputs, and the kinds that cannot be made here.</returns>
    internal static (List<ReportInput> Inputs, List<string> Missing) MakeAll(string folder, Shape shape)
    {
        Directory.CreateDirectory(folder);
        var (inputs, missing) = (new List<ReportInput>(), new List<string>());
        foreach (var name in Kinds)
        {
            try
            {
                inputs.Add(Make(InputKind.Named(name), folder, shape));
            }
            catch (FileNotFoundException e)
            {
                Console.Error.WriteLine($"{name} is left out: {e.Message}");
                missing.Add(name);
            }
        }

        return (inputs, missing);
    }

    private static ReportInput Make(InputKind kind, string folder, Shape whole)
    {
        var shape = kind.DataType.Size < 4 ? whole : Shape.Create([Math.Max(1, whole[0] / 2), .. whole.Skip(1)]);
        var file = System.IO.Path.Join(folder, $"{string.Concat(kind.Name.Select(c => char.IsLetterOrDigit(c) ? c : '-'))}-{string.Join('x', shape)}.raw");
        var input = new ReportInput(kind.Name, kind.DataType, shape, file);
        if (!File.Exists(file) || new FileInfo(file).Length != input.Length)
        {
            Console.Error.WriteLine($"making {file}");
            using var stream = File.Create(file);
            kind.Write(stream, shape);
        }

        return input;
    }
}
