namespace OmeZarr;

/// <summary>What a picture of an image or plate shows. The defaults are what viewers show first.</summary>
public sealed record RenderOptions
{
    /// <summary>The largest <see cref="Size"/>.</summary>
    public const int MaxSize = 4096;

    /// <summary>Length of the longer side of the picture, in pixels; 512 by default. Images that are smaller are not enlarged.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than <see cref="MaxSize"/>.</exception>
    public int Size
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSize);
            field = value;
        }
    } = 512;

    /// <summary>Indices of the channels that are shown, counted from 0. Null for those that <c>omero</c> calls active (at most 64), or for the first seven of an image without <c>omero</c>.</summary>
    public ValueList<int>? Channels { get; init; }

    /// <summary>The channels that are shown, and how; in place of <see cref="Channels"/>, which is then ignored. Empty for a picture without channels. Null for what the metadata say.</summary>
    public ValueList<ChannelDisplay>? Displays { get; init; }

    /// <summary>Index of the plane, counted from 0 in level 0. Null for the default of <c>omero</c>, or for the middle plane.</summary>
    public long? Z { get; init; }

    /// <summary>Whether each pixel is the largest of all planes (maximum intensity projection), in place of one plane.</summary>
    public bool ProjectsZ { get; init; }

    /// <summary>Index of the time point, counted from 0. Null for the default of <c>omero</c>, or for the first.</summary>
    public long? T { get; init; }

    /// <summary>Indices, counted from 0, along axes that are neither columns, rows, planes, channels nor time points, by name: <c>[("phase", 3)]</c>. Such an axis without an index is taken at 0.</summary>
    public ValueList<(string Axis, long Index)> Others { get; init; } = [];

    /// <summary>Index of the level that is read, in <see cref="OmeImage.Levels"/>. Null for the smallest level that is not smaller than the picture.</summary>
    public int? Level { get; init; }

    /// <summary>Name of a label image that is laid over the image; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>Opacity of the labels, from 0 (invisible) to 1 (nothing is seen through them); 0.5 by default. Colours of labels may have an opacity of their own, which is multiplied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double LabelOpacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.5;
    /// <summary>Whether only the borders of labels are drawn, one pixel wide, in place of their areas.</summary>
    public bool OutlinesLabels { get; init; }
}
