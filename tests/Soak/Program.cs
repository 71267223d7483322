using Soak;
using Soak.Arrays;
using Soak.Codecs;
using Soak.Decoders;
using Soak.Writers;

if (args is ["write", var folder, var hierarchy])
{
    await KilledWriter.WriteForeverAsync(folder, int.Parse(hierarchy));
    return 0;
}

if (SoakOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine("usage: soak codecs|decoders|arrays|writers --minutes N [--seed S]");
    return 2;
}

return await new SoakRun(options).RunAsync(options.Command switch
{
    "codecs" => CodecCase.RunAsync,
    "decoders" => DecoderCase.RunAsync,
    "arrays" => ArrayCase.RunAsync,
    _ => WriterCase.RunAsync,
});
