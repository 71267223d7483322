using System.Text.Json.Nodes;

namespace OmeZarr.Acquiring.Layout;

/// <summary>The metadata of frames among the attributes of their image, with the names that ome-writers uses.</summary>
internal static class FrameAttributes
{
    /// <summary>The attribute.</summary>
    internal const string Key = "ome_writers";

    /// <summary>Its member: one object for each frame.</summary>
    internal const string List = "frame_metadata";

    /// <summary>Its member instead of the list, if that would be too long for a document: the name of an array in the image that holds the objects, one in each line.</summary>
    internal const string ArrayMember = "frame_metadata_array";

    /// <summary>The name of that array.</summary>
    internal const string ArrayName = "frame_metadata";

    /// <summary>The member of an object that says which frame it describes: its index along the stored axes.</summary>
    internal const string Index = "storage_index";

    /// <summary>The metadata of one frame.</summary>
    internal static JsonObject Of(FrameMetadata metadata)
    {
        var json = metadata.Extra?.DeepClone().AsObject() ?? [];
        Set("delta_t", metadata.DeltaT);
        Set("exposure_time", metadata.ExposureTime);
        Set("position_x", metadata.PositionX);
        Set("position_y", metadata.PositionY);
        Set("position_z", metadata.PositionZ);
        return json;

        void Set(string name, double? value)
        {
            if (value is { } number)
            {
                json[name] = double.IsFinite(number) ? number : throw new ArgumentException($"{name} is {number}, which JSON does not have");
            }
        }
    }
}
