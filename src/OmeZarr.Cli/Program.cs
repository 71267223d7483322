using OmeZarr.Cli;
using OmeZarr.Cli.Reporting;

using var interruption = new Interruption();
var isWatched = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
return await Application.RunAsync(args, new Terminal(Console.Out, Console.Error, isWatched), interruption.Token).ConfigureAwait(false);
