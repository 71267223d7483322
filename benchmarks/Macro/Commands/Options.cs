using System.CommandLine;

namespace Macro.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    internal static Option<string> Shape() => new("--shape") { Description = "Lengths, such as 2,60,1024,1024.", Required = true };

    internal static Option<string> DataType() => new("--dtype") { Description = "Data type, such as uint16.", Required = true };

    internal static Option<string> Chunks() => new("--chunks") { Description = "auto or lengths.", DefaultValueFactory = _ => "auto" };

    internal static Option<string> Compression() => new("--compression")
    {
        Description = string.Join(", ", OmeZarr.Compression.All),
        DefaultValueFactory = _ => OmeZarr.Compression.BloscZstd.Name,
    };

    internal static Option<string> Pyramid(string usual) => new("--pyramid")
    {
        Description = "Levels: none, auto, isotropic, or how many, perhaps with factors: 3:z=2,y=2,x=2.",
        DefaultValueFactory = _ => usual,
    };

    internal static Option<string> Method() => new("--method") { Description = "How levels are computed: default, mean, stride, mode, min, max, median.", DefaultValueFactory = _ => "default" };

    internal static Option<int> Threads() => new("--threads") { Description = "Chunks worked on at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };

    internal static Option<int> Repeat() => new("--repeat") { Description = "How often to measure.", DefaultValueFactory = _ => 1 };

    internal static Option<bool> Json() => new("--json") { Description = "Accepted for scripts: the output is always one JSON object a line." };
}
