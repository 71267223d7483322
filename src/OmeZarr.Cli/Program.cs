using OmeZarr.Cli;

return await Application.RunAsync(args, new Terminal(Console.Out, Console.Error, !Console.IsErrorRedirected)).ConfigureAwait(false);
