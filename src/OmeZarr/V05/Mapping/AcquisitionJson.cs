using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class AcquisitionJson
{
    public static ValueList<string> Names { get; } = ["id", "name", "maximumfieldcount", "description", "starttime", "endtime"];

    public static Acquisition? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var id = members.Required("id", JsonCursor.Integer);
        var acquisition = new Acquisition(id ?? 0)
        {
            Name = members.Optional("name", JsonCursor.String),
            MaximumFieldCount = members.Optional("maximumfieldcount", JsonCursor.Int32),
            Description = members.Optional("description", JsonCursor.String),
            StartTime = members.Optional("starttime", JsonCursor.Integer),
            EndTime = members.Optional("endtime", JsonCursor.Integer),
        };
        return id is null ? null : acquisition with { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Acquisition acquisition) => new ObjectWriter(json)
        .Integer("id", acquisition.Id)
        .String("name", acquisition.Name)
        .Integer("maximumfieldcount", acquisition.MaximumFieldCount)
        .String("description", acquisition.Description)
        .Integer("starttime", acquisition.StartTime)
        .Integer("endtime", acquisition.EndTime)
        .End(acquisition.ExtraMembers);
}
