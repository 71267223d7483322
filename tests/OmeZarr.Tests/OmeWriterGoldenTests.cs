using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>The metadata of a small image, letter for letter.</summary>
public sealed class OmeWriterGoldenTests : IDisposable
{
    private const string Group =
        """
        {
          "zarr_format": 3,
          "node_type": "group",
          "attributes": {
            "ome": {
              "version": "0.5",
              "multiscales": [
                {
                  "name": "Zellen 5 µm",
                  "axes": [
                    {
                      "name": "y",
                      "type": "space",
                      "unit": "micrometer"
                    },
                    {
                      "name": "x",
                      "type": "space",
                      "unit": "micrometer"
                    }
                  ],
                  "datasets": [
                    {
                      "path": "0",
                      "coordinateTransformations": [
                        {
                          "type": "scale",
                          "scale": [
                            0.65,
                            0.65
                          ]
                        }
                      ]
                    },
                    {
                      "path": "1",
                      "coordinateTransformations": [
                        {
                          "type": "scale",
                          "scale": [
                            1.3,
                            1.3
                          ]
                        }
                      ]
                    }
                  ]
                }
              ]
            },
            "lab": "42"
          }
        }
        """;

    private const string FirstArray =
        """
        {
          "zarr_format": 3,
          "node_type": "array",
          "shape": [
            3,
            6
          ],
          "data_type": "uint16",
          "chunk_grid": {
            "name": "regular",
            "configuration": {
              "chunk_shape": [
                3,
                4
              ]
            }
          },
          "chunk_key_encoding": {
            "name": "default",
            "configuration": {
              "separator": "/"
            }
          },
          "fill_value": 0,
          "codecs": [
            {
              "name": "bytes",
              "configuration": {
                "endian": "little"
              }
            },
            {
              "name": "blosc",
              "configuration": {
                "cname": "zstd",
                "clevel": 3,
                "shuffle": "shuffle",
                "typesize": 2,
                "blocksize": 0
              }
            }
          ],
          "attributes": {},
          "dimension_names": [
            "y",
            "x"
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_group_is_written_like_this()
    {
        await WriteAsync();
        Assert.Equal(Group, await File.ReadAllTextAsync(folder["image.zarr/zarr.json"]));
    }

    [Fact]
    public async Task An_array_is_written_like_this()
    {
        await WriteAsync();
        Assert.Equal(FirstArray, await File.ReadAllTextAsync(folder["image.zarr/0/zarr.json"]));
    }

    [Fact]
    public async Task These_files_are_written()
    {
        await WriteAsync();
        Assert.Equal(["0/c/0/0", "0/c/0/1", "0/zarr.json", "1/c/0/0", "1/zarr.json", "zarr.json"], folder.Files().Select(file => file["image.zarr/".Length..]));
    }

    private async Task WriteAsync()
    {
        var image = Image.FromDimensions([Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], "Zellen 5 µm", levels: 2);
        var options = new WriteOptions { Chunks = ChunkShape.Of(8, 4), ExtraAttributes = { ["lab"] = "42" } };
        IArraySource[] levels = [.. new Shape[] { [3, 6], [1, 3] }.Select(shape => ArraySource.FromMemory<ushort>(SmallImage.Pixels(shape), shape))];
        await OmeWriter.WriteImageAsync(folder["image.zarr"], image, levels, options);
    }
}
