using System.CommandLine;

namespace Macro.Commands;

/// <summary>The options that name a raw file.</summary>
internal sealed class InputOptions
{
    private readonly Option<string> path = new("--input") { Description = "Raw file: little endian, C order.", Required = true };
    private readonly Option<long> offset = new("--offset") { Description = "Bytes to skip at its beginning." };
    private readonly Option<string> shape = Options.Shape();
    private readonly Option<string> dataType = Options.DataType();

    internal void AddTo(Command command)
    {
        command.Add(path);
        command.Add(offset);
        command.Add(shape);
        command.Add(dataType);
    }

    internal RawFile Of(ParseResult parsed) => new(
        parsed.GetRequiredValue(path),
        parsed.GetValue(offset),
        Parse.Shape(parsed.GetRequiredValue(shape)),
        Parse.DataType(parsed.GetRequiredValue(dataType)));
}
