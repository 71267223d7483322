using System.CommandLine;
using Inputs;

namespace Macro.Commands;

internal static class MakeCommand
{
    internal static Command Create()
    {
        var kind = new Option<string?>("--kind")
        {
            Description = $"{string.Join(", ", InputKind.Synthetic.Select(one => one.Name))}, or real:FILE with a TIFF file or folder below shared/data. Default: camera, or camera8 for uint8.",
        };
        var shape = Options.Shape();
        var dataType = new Option<string?>("--dtype") { Description = "Data type, as a check: each kind has its own." };
        var file = new Option<string>("--out") { Description = "Raw file to be made.", Required = true };
        var command = new Command("make", "Make a raw input file; the same bytes each time.") { kind, shape, dataType, file };
        command.SetAction(parsed => Make(
            parsed.GetValue(kind) ?? (parsed.GetValue(dataType) == "uint8" ? "camera8" : "camera"),
            parsed.GetRequiredValue(shape),
            parsed.GetValue(dataType),
            parsed.GetRequiredValue(file)));
        return command;
    }

    private static void Make(string name, string shape, string? dataType, string path)
    {
        var kind = InputKind.Named(name);
        if (dataType is not null && Parse.DataType(dataType) != kind.DataType)
        {
            throw new ArgumentException($"the input {name} is {kind.DataType}, not {dataType}");
        }

        using var file = File.Create(path);
        kind.Write(file, Parse.Shape(shape));
    }
}
