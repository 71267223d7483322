using OmeZarr.V05;

namespace OmeZarr.Tests;

/// <summary>Small valid models that tests change in one place.</summary>
internal static class Images
{
    public static Multiscale Cyx { get; } = new()
    {
        Name = "cells",
        Axes = [new ChannelAxis("c"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")],
        Datasets =
        [
            new Dataset("0", new ScaleTransformation(1, 0.5, 0.5)),
            new Dataset("1", new ScaleTransformation(1, 1, 1), new TranslationTransformation(0, 0.25, 0.25)),
        ],
    };

    public static OmeroWindow Window { get; } = new() { Start = 0, Min = 0, End = 1500, Max = 65535 };

    public static OmeroChannel Channel { get; } = OmeroChannel.Default("DAPI", "0000FF", Window);

    public static Image Valid { get; } = new() { Multiscales = [Cyx] };

    public static Image With(Multiscale multiscale) => new() { Multiscales = [multiscale] };

    public static Image WithAxes(params ValueList<Axis> axes) => With(new Multiscale
    {
        Axes = axes,
        Datasets = [new Dataset("0", new ScaleTransformation([.. axes.Select(_ => 1.0)]))],
    });

    public static Image WithDatasets(params ValueList<Dataset> datasets) => With(Cyx with { Datasets = datasets });

    public static Image WithTransformations(params ValueList<CoordinateTransformation> transformations) =>
        WithDatasets(new Dataset("0", transformations));

    public static Image WithChannel(OmeroChannel channel) => Valid with { Omero = new Omero { Channels = [channel] } };
}
