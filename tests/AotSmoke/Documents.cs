using OmeZarr;

namespace AotSmoke;

/// <summary>Documents of every kind and both versions, in the canonical form: read, judged, converted, written.</summary>
internal static class Documents
{
    private const string Multiscales =
        """[{"axes":[{"name":"y","type":"space"},{"name":"x","type":"space"}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[0.5,1.0]}]}]}]""";

    private const string Labels = """{"colors":[{"label-value":1,"rgba":[0,128,0,255]}],"properties":[{"label-value":1,"class":"cell"}],"source":{"image":"../../"}}""";
    private const string Plate = """{"columns":[{"name":"1"}],"rows":[{"name":"A"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}],"name":"µ"}""";
    private const string Well = """{"images":[{"path":"0","acquisition":0}]}""";

    private static readonly string[] Contents =
    [
        $"\"multiscales\":{Multiscales}", $"\"multiscales\":{Multiscales},\"image-label\":{Labels}", $"\"plate\":{Plate}", $"\"well\":{Well}",
        "\"labels\":[\"cells\"]", "\"series\":[\"0\"]", "\"bioformats2raw.layout\":3",
    ];

    internal static void Run()
    {
        foreach (var content in Contents)
        {
            Check("""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5",""" + content + ""","x":[1,null]}}}""");
            Check("{" + content + ""","x":[1,null]}""");
        }

        var old = OmeDocument.Parse($$"""{"multiscales":{{Multiscales}}}""").Content as OmeZarr.V04.Image;
        Require(old is not null && OmeConvert.ToV05(old).Value.Validate().Count == 0, "an image of 0.4 becomes one of 0.5");
        Require(Refuses("""{"series": [}"""), "what is no JSON is refused");
    }

    internal static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"not so: {what}");
        }
    }

    private static void Check(string json)
    {
        var document = OmeDocument.Parse(json);
        Require(document.Content is not null, $"{document} has content");
        Require(document.Validate(strict: true).All(finding => finding.Severity == Severity.Warning), $"{document} is valid");
        Require(document.ToJsonText() == json && document.ToJson().Count > 0, $"{document} is written as it was read");
        Console.WriteLine(document);
    }

    private static bool Refuses(string json)
    {
        try
        {
            OmeDocument.Parse(json);
            return false;
        }
        catch (OmeZarrException e)
        {
            return e.Findings.Single().RuleId == "json-invalid";
        }
    }
}
