using System.CommandLine;

namespace Macro.Commands;

internal static class ValidateCommand
{
    internal static Command Create()
    {
        var store = new Option<string>("--in") { Description = "Folder of a hierarchy.", Required = true };
        var repeat = Options.Repeat();
        var command = new Command("validate", "Time the validation of a hierarchy without data, first and repeated in one process, and count its requests.") { store, repeat, Options.Json() };
        command.SetAction((parsed, cancellationToken) => ValidateBenchmark.RunAsync(parsed.GetRequiredValue(store), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
