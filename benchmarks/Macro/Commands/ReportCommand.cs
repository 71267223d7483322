using System.CommandLine;
using Macro.Reporting;

namespace Macro.Commands;

internal static class ReportCommand
{
    internal static Command Create()
    {
        var work = new Option<string>("--work") { Description = "Folder for inputs and outputs, about 10 GB; inputs that are there are used again.", Required = true };
        var output = new Option<string>("--out") { Description = "The page to be written.", DefaultValueFactory = _ => "benchmarks/RESULTS.md" };
        var shape = new Option<string>("--shape")
        {
            Description = "Lengths of the inputs, c,z,y,x; of types of four bytes half as many channels.",
            DefaultValueFactory = _ => "2,60,1024,1024",
        };
        var repeat = new Option<int>("--repeat") { Description = "How often to measure.", DefaultValueFactory = _ => 5 };
        var command = new Command("report", "Run everything, each case in a process of its own, and write a page that compares the figures with the targets.")
        {
            work, output, shape, repeat,
        };
        command.SetAction((parsed, cancellationToken) => Report.RunAsync(
            new ReportCase(parsed.GetRequiredValue(work), parsed.GetRequiredValue(shape), parsed.GetValue(repeat)),
            parsed.GetRequiredValue(output),
            cancellationToken));
        return command;
    }
}
