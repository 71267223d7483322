using MakeScreenshots;

if (args is not [var stores, var pictures])
{
    Console.Error.WriteLine("usage: samples/make-screenshots/run.sh, or: make-screenshots STORES PICTURES");
    return 2;
}

Directory.CreateDirectory(pictures);
await using var camera = Camera.Start();
foreach (var shot in Shot.All.Where(shot => Directory.Exists(Path.Join(stores, shot.Store))))
{
    var path = Path.Join(pictures, shot.Name);
    await camera.TakeAsync(Path.Join(stores, shot.Store), shot, path);
    Console.WriteLine($"wrote {path}, {new FileInfo(path).Length / 1000} kB");
}

return 0;
