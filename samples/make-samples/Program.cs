using MakeSamples;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run --project samples/make-samples -- FOLDER");
    return 2;
}

Directory.CreateDirectory(folder);
CellsSample.Write(Path.Combine(folder, CellsSample.FileName));
Console.WriteLine($"wrote {Path.Combine(folder, CellsSample.FileName)}");
return 0;
