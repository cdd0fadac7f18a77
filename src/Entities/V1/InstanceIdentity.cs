using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ComputeOperator.Entities.V1;

/// <summary>Numbers derived from an object's uid: the same for ever, and after any restart.</summary>
public static class InstanceIdentity
{
    /// <summary>The instance ID: an unsigned 64-bit decimal.</summary>
    public static string InstanceId(string uid) => Hash(uid).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number between 0 and 1 that differs from instance to instance and from <paramref name="salt"/> to salt.</summary>
    public static double Fraction(string uid, string salt) => Hash(uid + "/" + salt) / (double)ulong.MaxValue;

    /// <summary>64 bits of SHA-256 of the text as UTF-8.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
