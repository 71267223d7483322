using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Architecture.Tests.Layering;

/// <summary>Finds the metadata tokens in the code of a method.</summary>
internal static class IlTokens
{
    private const byte TwoByteOpCode = 0xFE;

    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value, code => code.OperandType);

    /// <summary>The types, members and signatures that instructions name; not strings.</summary>
    internal static IEnumerable<int> Of(byte[] il)
    {
        var at = 0;
        while (at < il.Length)
        {
            var code = il[at] == TwoByteOpCode ? BinaryPrimitives.ReadUInt16BigEndian(il.AsSpan(at)) : il[at];
            at += code > byte.MaxValue ? 2 : 1;
            var operand = Operands[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig)
            {
                yield return BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
            }

            at += SizeOf(operand, il.AsSpan(at));
        }
    }

    private static int SizeOf(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
