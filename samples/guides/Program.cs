// Runs the code of docs/guide in the current directory; the argument is a TIFF file with axes c, z, y, x.
await Guides.WriteAnImage.RunAsync(args[0]);
await Guides.ReadARegion.RunAsync();
await Guides.Metadata.RunAsync();
await Guides.ChunksAndShards.RunAsync();
await Guides.Codecs.RunAsync();
await Guides.Labels.RunAsync();
await Guides.Collections.RunAsync();
await Guides.CustomBackends.RunAsync();
await Guides.Plates.RunAsync();
await Guides.Validate.RunAsync();
await Guides.BesideDrawing.RunAsync();
Guides.BloscChunks.Run();
await Guides.FromYaozarrs.Models.RunAsync();
await Guides.FromYaozarrs.Checking.RunAsync();
await Guides.FromYaozarrs.Writing.RunAsync();
await Guides.FromYaozarrs.Builders.RunAsync();
await Guides.FromYaozarrs.Errors.RunAsync();
Console.WriteLine("all guides ran");
