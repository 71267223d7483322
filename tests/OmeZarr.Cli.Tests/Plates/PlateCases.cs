namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Folders as instruments write them.</summary>
internal static class PlateCases
{
    private const string Counted96 = "numbers of wells are counted on a plate of 96 wells (8 x 12), row by row; if it is another, say --plate-wells N";

    internal static IReadOnlyList<PlateCase> All { get; } =
    [
        new("cellomics", "AS_09047_050428030001_{O01,O10}f{00,01}d{0,2}.TIF", "O/1 O/10", "0 1", "cyx 2 2 2", "channel 0|channel 2") { Others = ["AS_09047_050428030001_O01f00o2.TIF"] },
        new("cellomics", "020506plateruni3t{2|001,002}{0|A01,B01}f{1|00,01}d{3|0,1}.TIF", "A/1 B/1", "0 1", "tcyx 2 2 2 2", "channel 0|channel 1"),
        new("evos", "scan_R_p{2|1,2}_z{4|0,1,2}_0_{0|B03,B04}f{1|00,01}d{3|0,1}.tif", "B/3 B/4", "0 1", "tczyx 2 2 3 2 2", "channel 0|channel 1"),
        new("incarta", "t{2|1,2}_{0|D04,D05}_s{1|1,2}_w{3|1,2}_z{4|1,3}.tif", "D/4 D/5", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 2"),
        new("imagexpress", "Plate1_{A01,H12}_s{1|1,2}_w{2|1,2}.TIF", "A/1 H/12", "1 2", "cyx 2 2 2", "channel 1|channel 2") { Others = ["Plate1_A01_s1_w1_thumb.TIF"] },
        new("imagexpress", "2023-02-21/1334/ZStep_{4|1,2,10}/Mix_{0|E07,E08}_s{1|1,2}_w{3|1,2}D5F8F51A-3E85-4358-AE51-A465AF87386F.tif", "E/7 E/8", "1 2", "czyx 2 3 2 2", "channel 1|channel 2")
        {
            Others = ["2023-02-21/1334/ZStep_1/Mix_E07_s1_w1_thumb57D4B151-71BF-480E-8CC4-C23A2690B763.tif"],
        },
        new("imagexpress", "9987_Plate_3435/TimePoint_{2|1,2}/ZStep_{4|1,2}/9987_{0|B02,B03}_s{1|1,2}_w{3|1,2}.TIF", "B/2 B/3", "1 2", "tczyx 2 2 2 2 2", "DAPI|Texas Red")
        {
            Texts = [("9987_Plate_3435/TimePoint_1/9987.HTD", InstrumentTexts.Htd)],
            Size = (8, 12),
        },
        new("imagexpress", "9987_Plate_3420/TimePoint_{1,2,3}/9987_B02.TIF", "B/2", "0", "tyx 3 2 2", "channel 0"),
        new("phenix", "r0{0|1,2}c03f0{1|1,2}p0{4|1,2}-ch{3|1,2}sk{2|1,2}fk1fl1.tiff", "A/3 B/3", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 2"),
        new("phenix", "Images/r02c03f0{1|1,2}p0{4|1,2,3}-ch{3|1,2}sk{2|1,2}fk1fl1.tiff", "B/3", "1 2", "tczyx 2 2 3 2 2", "DAPI|Alexa 488")
        {
            Texts = [("Images/Index.idx.xml", InstrumentTexts.Harmony4)],
            Sizes = "t=600 second,z=1.5 micrometer,y=0.65 micrometer,x=0.65 micrometer",
            Size = (16, 24),
            Places = [(199.675, 99.675), (199.675, 749.675)],
        },
        new("phenix", "Images/r02c03f0{1|1,2}p0{4|1,2,3}-ch0{3|1,2}t0{2|1,2}.tiff", "B/3", "1 2", "tczyx 2 2 3 2 2", "Hoechst 33342|Alexa 488")
        {
            Texts = [("Images/Index.xml", InstrumentTexts.Harmony7)],
            Sizes = "t=600 second,z=1.5 micrometer,y=0.5 micrometer,x=0.5 micrometer",
            Size = (16, 24),
            Places = [(199.75, 99.75), (199.75, 749.75)],
        },
        new("columbus", "00{0|1,2}003-{1|1,2}-00{2|1,2}00{4|1,2}00{3|1,2}.tif", "A/3 B/3", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 2"),
        new("yokogawa", "CV8000-Set_{0|D08,E03}_T000{2|1,2}F00{1|1,2}L01A0{3|1,2}Z0{4|1,2}C0{3|1,2}.tif", "D/8 E/3", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 2")
        {
            Others = ["DC_DCAM#1_CAM3.tif", "SC_BP445-45_20x v2_M01_CH01.tif"],
        },
        new("yokogawa", "Set_D08_T0001F00{1|1,2}L01A0{3|1,2}Z0{4|1,2,3}C0{3|1,2}.tif", "D/8", "1 2", "czyx 2 3 2 2", "405nm BP445/45|GFP")
        {
            Texts = InstrumentTexts.Yokogawa("Set"),
            Sizes = "z=3 micrometer,y=0.325 micrometer,x=0.325 micrometer",
            Size = (8, 12),
            Places = [(-403.0625, -567.2625), (-403.0625, 82.6375)],
        },
        new("cq1", "Image/W00{01,14}F000{1|1,2}T000{2|1,2}Z00{4|1,2}C{3|1,2}.tif", "A/1 B/2", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 2") { Others = ["Projection/W0001F0001T0001Z000C1.tif"], Warnings = [Counted96] },
        new("cq1", "W{1,97}F001T0001Z0{1,2}C1.tif", "A/1 E/1", "1", "zyx 2 2 2", "channel 1") { Warnings = [Counted96.Replace("96 wells (8 x 12)", "384 wells (16 x 24)", StringComparison.Ordinal)] },
        new("incell", "TL and PC_1/{B,C} - 03(fld {1|1,2} wv {3|Blue - FITC,UV - DAPI} z {4|1,2} time {2|1,2} - 2636ms).tif", "B/3 C/3", "1 2", "tczyx 2 2 2 2 2", "Blue - FITC|UV - DAPI"),
        new("incell", "4h_A - {1,12}(fld {1,2} wv Cy3 - Cy3 wix 2).tif", "A/1 A/12", "1 2", "yx 2 2", "Cy3 - Cy3"),
        new("cytation", "{B3,D12}_02_1_{1|1,2}Z{4|0,1,2}_{3|Bright Field,GFP}_00{2|1,2}.tif", "B/3 D/12", "1 2", "tczyx 2 2 3 2 2", "Bright Field|GFP"),
        new("cytation", "A1ROI{1,2}_02_1_{1|1,2}_Bright Field_High Contrast_003.tif", "A/1", "r1f1 r1f2 r2f1 r2f2", "yx 2 2", "Bright Field_High Contrast"),
        new("incucyte", "{3|Green,Phase}/VID1630_{0|A1,B12}_{1|1,2}_{2|00d00h00m,00d02h30m,00d05h00m}.tif", "A/1 B/12", "1 2", "tcyx 3 2 2 2", "Green|Phase") { Sizes = "t=9000 second" },
        new("incucyte", "MiaPaCa2-PhaseOriginal_{A2,A3}_1_{00d00h00m,00d06h00m,01d00h00m}.tif", "A/2 A/3", "1", "tyx 3 2 2", "Phase"),
        new("incucyte", "ScanData/1712/03/{2|1230,1430}/1201/{0|B3,B4}-{1|1,2}-{3|C1,C2}.tif", "B/3 B/4", "1 2", "tcyx 2 2 2 2", "C1|C2"),
        new("acquifer", "-{A001,H012}--PO0{1|1,2}--LO00{2|1,2}--CO{3|1,6}--SL00{4|1,2}--PX32500--PW0080--IN0020--TM244--X014580--Y011262--Z209501--T1374031802--WE00001.tif", "A/1 H/12", "1 2", "tczyx 2 2 2 2 2", "channel 1|channel 6")
        {
            Sizes = "y=3.25 micrometer,x=3.25 micrometer",
        },
        new("acquifer", "WE00020---B005--PO01--LO001--CO{3,6}--SL0{09,10}--PX16250--PW0040--IN0020--TM246--X050299--Y019906--Z212275--T1375574652.tif", "B/5", "1", "czyx 2 2 2 2", "channel 3|channel 6") { Sizes = "y=1.625 micrometer,x=1.625 micrometer" },
        new("scanr", "data/{0|A1--W00001,B10--W00022}--P0000{1|1,2}--Z0000{4|0,1}--T0000{2|0,1}--{3|Alexa 488,DAPI}.tif", "A/1 B/10", "1 2", "tczyx 2 2 2 2 2", "Alexa 488|DAPI"),
        new("scanr", "data/--W00001--P0000{1,2}--Z00000--T00000--{cherry,dapi}.tif", "A/1", "1 2", "cyx 2 2 2", "cherry|dapi") { Warnings = [Counted96] },
        new("leica",
            "slide--S00/chamber--U0{0|0,1}--V01/field--X00--Y0{1|0,1}/image--L0000--S00--U0{0|0,1}--V01--J15--E04--O01--X00--Y0{1|0,1}--T000{2|0,1}--Z0{4|0,1}--C0{3|0,1}.ome.tif", "B/1 B/2", "x0y0 x0y1", "tczyx 2 2 2 2 2", "channel 0|channel 1"),
        new("micromanager", "run_1/{0|1,2}-Pos_000_00{1|0,1}/img_00000000{2|0,1}_{3|DAPI,GFP}_00{4|0,1}.tif", "A/1 A/2", "x0y0 x0y1", "tczyx 2 2 2 2 2", "DAPI|GFP") { Warnings = [Counted96] },
        new("micromanager", "run_1/{B3,B4}-Site_{1|0,1}/img_channel00{3|0,1}_position000_time00000000{2|0,1}_z00{4|0,1}.tif", "B/3 B/4", "0 1", "tczyx 2 2 2 2 2", "channel 0|channel 1"),
        new("micromanager", "Pos{0|0,1}/img_000000000_Default_00{1|0,1}.tif", "A/1", "0 1", "zyx 2 2 2", "Default"),
        new("micromanager", "RPE1wt_1_MMStack_{1,3}-Pos_00{0,1}_000.ome.tif", "A/1 A/3", "x0y0 x1y0", "yx 2 2", "channel 0") { Warnings = [Counted96] },
        new("nikon", "20201115_184113_906__Well{A01,A2}_Channel{2|DAPI,GFP}_Seq000{1|1,2}.tif", "A/1 A/2", "1 2", "cyx 2 2 2", "DAPI|GFP"),
        new("generic", "{B03,P24}_f{1,2}_c{3|2,10}_z{4|1,2}.tif", "B/3 P/24", "1 2", "czyx 2 2 2 2", "channel 2|channel 10"),
        new("generic", "{A01,C12}_s{1|1,2}_t{2|1,2}.tif", "A/1 C/12", "1 2", "tyx 2 2 2", "channel 0"),
        new("generic", "Plate_B2_exp_{A01,A02}_s{1,2}_{DAPI,GFP}.tif", "A/1 A/2", "1 2", "cyx 2 2 2", "DAPI|GFP") { Others = ["Plate_B2_exp_A01_s1_DAPI_thumb.tif"] },
    ];
}
