using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class TransformationJson
{
    private const string Scale = ScaleTransformation.TypeName;
    private const string Translation = TranslationTransformation.TypeName;

    /// <summary>Names of members that the model gives a place of their own.</summary>
    public static ValueList<string> NamesOf(CoordinateTransformation transformation) => transformation switch
    {
        ScaleTransformation => ["type", Scale],
        TranslationTransformation => ["type", Translation],
        _ => ["type"],
    };

    public static CoordinateTransformation? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var written = members.Required("type", JsonCursor.String);

        // Older writers leave out the type: the numbers say what is meant.
        var meant = written ?? (members.Has(Scale) ? Scale : members.Has(Translation) ? Translation : null);
        CoordinateTransformation? known = meant switch
        {
            Scale => members.Required(Scale, JsonCursor.Floats) is { } scale ? new ScaleTransformation(scale) : null,
            Translation => members.Required(Translation, JsonCursor.Floats) is { } translation ? new TranslationTransformation(translation) : null,
            _ => null,
        };
        return (known ?? new UnknownTransformation(written)) with { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, CoordinateTransformation transformation) => new ObjectWriter(json)
        .String("type", transformation.Type)
        .Floats(Scale, (transformation as ScaleTransformation)?.Scale)
        .Floats(Translation, (transformation as TranslationTransformation)?.Translation)
        .End(transformation.ExtraMembers);
}
