// Published with NativeAOT by run.sh: reads and writes a document of each kind, then does what the README shows.
using AotSmoke;

Documents.Run();
await Pixels.RunAsync(args.Length > 0 ? args[0] : "smoke.ome.zarr");
Console.WriteLine("all that was tried works without a runtime");
