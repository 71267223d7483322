using System.CommandLine;
using Macro;
using OmeZarr;

var threads = new Option<int>("--threads") { Description = "Chunks worked on at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var repeat = new Option<int>("--repeat") { Description = "How often to measure.", DefaultValueFactory = _ => 1 };
var json = new Option<bool>("--json") { Description = "Accepted for scripts: the output is always one JSON object for each repeat." };
var input = new Option<string>("--input") { Description = "Raw file: little endian, C order.", Required = true };
var offset = new Option<long>("--offset") { Description = "Bytes to skip at its beginning." };
var shape = new Option<string>("--shape") { Description = "Lengths, such as 2,60,1024,1024.", Required = true };
var dtype = new Option<string>("--dtype") { Description = "Data type, such as uint16.", Required = true };
var axes = new Option<string?>("--axes") { Description = "Axes, such as czyx. Default: the last letters of tczyx." };
var chunks = new Option<string>("--chunks") { Description = "auto or lengths.", DefaultValueFactory = _ => "auto" };
var compression = new Option<string>("--compression") { Description = string.Join(", ", Compression.All), DefaultValueFactory = _ => Compression.BloscZstd.Name };
var output = new Option<string>("--out") { Description = "Folder of the OME-Zarr image to be made; replaced if it is one.", Required = true };
var store = new Option<string>("--in") { Description = "Folder of an OME-Zarr image; its array 0 is read.", Required = true };
var file = new Option<string>("--out") { Description = "Raw file to be made.", Required = true };

var write = new Command("write", "Time the writing of a raw file as an OME-Zarr image.")
{
    input, offset, shape, dtype, axes, chunks, compression, threads, output, repeat, json,
};
write.SetAction((parsed, cancellationToken) => WriteBenchmark.RunAsync(
    new WriteCase(
        new RawFile(parsed.GetRequiredValue(input), parsed.GetValue(offset), Parse.Shape(parsed.GetRequiredValue(shape)), Parse.DataType(parsed.GetRequiredValue(dtype))),
        parsed.GetValue(axes),
        Parse.Chunks(parsed.GetRequiredValue(chunks)),
        Parse.Compression(parsed.GetRequiredValue(compression)),
        parsed.GetValue(threads),
        parsed.GetRequiredValue(output)),
    parsed.GetValue(repeat),
    cancellationToken));

var read = new Command("read", "Time the reading of a whole OME-Zarr image.") { store, threads, repeat, json };
read.SetAction((parsed, cancellationToken) =>
    ReadBenchmark.RunAsync(parsed.GetRequiredValue(store), parsed.GetValue(threads), parsed.GetValue(repeat), cancellationToken));

var make = new Command("make", "Make a raw camera-like input: smooth background, spots, noise; the same bytes each time.") { shape, dtype, file };
make.SetAction(parsed => CameraInput.Write(
    parsed.GetRequiredValue(file), Parse.Shape(parsed.GetRequiredValue(shape)), Parse.DataType(parsed.GetRequiredValue(dtype))));

return await new RootCommand("Measures writing and reading of whole images.") { write, read, make }.Parse(args).InvokeAsync();
