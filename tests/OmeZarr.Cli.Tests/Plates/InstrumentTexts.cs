namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Files that instruments write beside their images, as small as they can be.</summary>
internal static class InstrumentTexts
{
    internal const string Htd = "\"HTSInfoFile\", Version 1.0\r\n\"Description\", \"two waves\"\r\n\"TimePoints\", 2\r\n\"XWells\", 12\r\n\"YWells\", 8\r\n\"NWavelengths\", 2\r\n\"WaveName1\", \"DAPI\"\r\n\"WaveName2\", \"Texas Red\"\r\n\"EndFile\"\r\n";

    private const string Plate = "<Plates><Plate><PlateID>P7</PlateID><PlateRows>16</PlateRows><PlateColumns>24</PlateColumns><Well id=\"0203\" /></Plate></Plates>";

    private const string Wells = "<Wells><Well><id>0203</id><Row>2</Row><Col>3</Col><Image id=\"0203K1F1P1R1\" /></Well></Wells>";

    /// <summary>Each image describes its channel.</summary>
    internal static string Harmony4 { get; } =
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<EvaluationInputData xmlns=\"http://www.perkinelmer.com/PEHH/HarmonyV5\" Version=\"1\">{Plate}{Wells}<Images>{Images(channel =>
            $"<ChannelName>{(channel == 1 ? "DAPI" : "Alexa 488")}</ChannelName><ImageResolutionX Unit=\"m\">6.5E-07</ImageResolutionX><ImageResolutionY Unit=\"m\">6.5E-07</ImageResolutionY>")}</Images></EvaluationInputData>";

    /// <summary>Channels are described in maps.</summary>
    internal static string Harmony7 { get; } =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<EvaluationInputData Version=\"2\" xmlns=\"43B2A954-E3C3-47E1-B392-6635266B0DD3/HarmonyV7\">"
        + $"{Plate}<Maps><Map><Entry ChannelID=\"1\"><FlatfieldProfile>x</FlatfieldProfile></Entry></Map><Map>{Entry(1, "Hoechst 33342")}{Entry(2, "Alexa 488")}</Map></Maps>{Wells}<Images>{Images(_ => string.Empty)}</Images></EvaluationInputData>";

    /// <summary>The records of a CV8000: one well, two fields, two channels, three slices.</summary>
    internal static (string Name, string Text)[] Yokogawa(string plate)
    {
        const string Schema = "xmlns:bts=\"http://www.yokogawa.co.jp/BTS/BTSSchema/1.0\" bts:Version=\"1.0\"";
        var records =
            from field in new[] { 1, 2 }
            from channel in new[] { 1, 2 }
            from z in new[] { 1, 2, 3 }
            select $"<bts:MeasurementRecord bts:Type=\"IMG\" bts:Time=\"2023-09-18T13:58:44.438+02:00\" bts:Column=\"8\" bts:Row=\"4\" bts:TimePoint=\"1\" bts:FieldIndex=\"{field}\" bts:ZIndex=\"{z}\" bts:X=\"{(field == 1 ? "-567.1" : "82.8")}\" "
                + $"bts:Y=\"402.9\" bts:Z=\"{3 * (z - 1)}.0\" bts:Ch=\"{channel}\">{plate}_D08_T0001F00{field}L01A0{channel}Z0{z}C0{channel}.tif</bts:MeasurementRecord>\n";
        return
        [
            ("MeasurementData.mlf", $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementData {Schema}>\n<bts:MeasurementRecord bts:Type=\"ERR\" bts:Column=\"8\" bts:Row=\"4\">no light</bts:MeasurementRecord>{string.Concat(records)}</bts:MeasurementData>"),
            ("MeasurementDetail.mrf", $"\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementDetail {Schema} bts:MeasurementSettingFileName=\"Minimal.mes\" bts:ColumnCount=\"12\" bts:RowCount=\"8\"><bts:MeasurementChannel bts:Ch=\"1\" bts:HorizontalPixelDimension=\"0.325\" bts:VerticalPixelDimension=\"0.325\" /></bts:MeasurementDetail>"),
            ("Minimal.mes", $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementSetting {Schema}><bts:ChannelList><bts:Channel bts:Ch=\"1\" bts:Acquisition=\"BP445/45\" bts:Fluorophore=\"\"><bts:LightSourceName>405nm</bts:LightSourceName></bts:Channel>"
                + "<bts:Channel bts:Ch=\"2\" bts:Acquisition=\"BP525/50\" bts:Fluorophore=\"GFP\"><bts:LightSourceName>488nm</bts:LightSourceName></bts:Channel></bts:ChannelList></bts:MeasurementSetting>"),
        ];
    }

    private static string Entry(int channel, string name) =>
        $"<Entry ChannelID=\"{channel}\"><ChannelName>{name}</ChannelName><ImageResolutionX Unit=\"m\">5E-07</ImageResolutionX><ImageResolutionY Unit=\"m\">5E-07</ImageResolutionY></Entry>";

    private static string Images(Func<int, string> more) => string.Concat(
        from field in new[] { 1, 2 }
        from time in new[] { 1, 2 }
        from channel in new[] { 1, 2 }
        from plane in new[] { 1, 2, 3 }
        select $"<Image Version=\"1\"><id>x</id><State>Ok</State><Row>2</Row><Col>3</Col><FieldID>{field}</FieldID><PlaneID>{plane}</PlaneID><TimepointID>{time}</TimepointID><ChannelID>{channel}</ChannelID>{more(channel)}"
            + $"<PositionX Unit=\"m\">{(field == 1 ? "0.0001" : "0.00075")}</PositionX><PositionY Unit=\"m\">-0.0002</PositionY><PositionZ Unit=\"m\">{15 * plane}E-07</PositionZ><MeasurementTimeOffset Unit=\"s\">{600 * (time - 1)}</MeasurementTimeOffset></Image>");
}
