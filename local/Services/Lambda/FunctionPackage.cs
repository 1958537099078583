using System.IO.Compression;
using System.Security.Cryptography;

namespace Fanout.Local.Services.Lambda;

/// <summary>The zip of a function.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">Its SHA-256 hash, in Base64.</param>
internal sealed record FunctionPackage(long Size, string Sha256)
{
    // All files of a zip ("Lambda quotas").
    private const long LargestCode = 250 << 20;

    /// <summary>Reads a zip.</summary>
    /// <param name="function">The name of the function that it is for.</param>
    /// <param name="path">Its path.</param>
    /// <param name="folder">Where it is unpacked; null for nowhere.</param>
    /// <exception cref="LocalException">It does not exist, is none, or is too large.</exception>
    public static FunctionPackage Read(string function, string path, string? folder = null)
    {
        try
        {
            using var zip = File.OpenRead(path);
            var package = new FunctionPackage(zip.Length, Convert.ToBase64String(SHA256.HashData(zip)));
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
            if (archive.Entries.Sum(entry => entry.Length) > LargestCode)
            {
                throw new InvalidDataException($"Unzipped size must be smaller than {LargestCode} bytes.");
            }

            if (folder is not null)
            {
                archive.ExtractToDirectory(folder);
            }

            return package;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new LocalException(
                $"The deployment package of {function} cannot be unpacked: {problem.Message} Build it again.", problem);
        }
    }
}
