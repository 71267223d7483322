using System.CommandLine;

namespace Macro.Commands;

internal static class PyramidCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var pyramid = Options.Pyramid("auto");
        var method = Options.Method();
        var repeat = Options.Repeat();
        var fresh = new Option<string?>("--fresh") { Description = "Only one side, once: level0, pyramid, or ready (with the levels of --ready)." };
        var ready = new Option<string>("--ready") { Description = "A stored image whose levels are read for --fresh ready.", DefaultValueFactory = _ => string.Empty };
        var command = new Command("pyramid", "Time level 0 alone, with its levels ready-made in memory, and with its levels computed.") { pyramid, method, repeat, fresh, ready, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var benchmark = new PyramidBenchmark(image.Of(parsed), Parse.Pyramid(parsed.GetRequiredValue(pyramid), parsed.GetRequiredValue(method)));
            return parsed.GetValue(fresh) is { } side
                ? benchmark.RunFreshAsync(side, parsed.GetRequiredValue(ready), cancellationToken)
                : benchmark.RunAsync(parsed.GetValue(repeat), cancellationToken);
        });
        return command;
    }
}
