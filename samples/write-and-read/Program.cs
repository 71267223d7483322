using OmeZarr;
using OmeZarr.V05;
using Zarr;

var pixels = new ushort[2, 512, 512];                                     // c, y, x
pixels[1, 100, 200] = 1000;
var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], "cells");
await OmeWriter.WriteImageAsync("cells.ome.zarr", image, pixels.AsSource());

var cells = await OmeImage.OpenAsync("cells.ome.zarr");
var level = cells.Levels[0];                                              // the highest resolution
Console.WriteLine($"{level.Shape} {level.DataType}, {level.PixelSize[2]} {cells.Axes[2].Unit} between pixels along {cells.Axes[2].Name}");
ushort[] corner = await level.ReadAsync<ushort>(new Region([1, 0, 0], [1, 256, 256])); // channel 1, the first 256 rows and columns
Console.WriteLine($"pixel c 1, y 100, x 200 is {corner[(100 * 256) + 200]}");
