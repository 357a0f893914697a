using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XifStudio.Host
{
    /// <summary>Frames on a stream: the length in four bytes, little-endian, then as many bytes.</summary>
    internal static class Frames
    {
        /// <summary>The next frame; null at the end of the stream.</summary>
        public static byte[] Read(Stream stream)
        {
            var length = new byte[4];
            if (!Fill(stream, length))
            {
                return null;
            }
            var frame = new byte[BitConverter.ToInt32(length, 0)];
            return Fill(stream, frame) ? frame : null;
        }

        public static void Write(Stream stream, byte[] frame)
        {
            stream.Write(BitConverter.GetBytes(frame.Length), 0, 4);
            stream.Write(frame, 0, frame.Length);
            stream.Flush();
        }

        private static bool Fill(Stream stream, byte[] bytes)
        {
            int filled = 0;
            while (filled < bytes.Length)
            {
                int count = stream.Read(bytes, filled, bytes.Length - filled);
                if (count == 0)
                {
                    return false;
                }
                filled += count;
            }
            return true;
        }
    }

    /// <summary>Reads the fields of a frame: numbers in four bytes, texts and bytes with their length before them.</summary>
    internal sealed class FrameReader
    {
        private readonly byte[] frame;
        private int position;

        public FrameReader(byte[] frame)
        {
            this.frame = frame;
        }

        public int Number()
        {
            int number = BitConverter.ToInt32(frame, position);
            position += 4;
            return number;
        }

        public string Text()
        {
            int length = Number();
            string text = Encoding.UTF8.GetString(frame, position, length);
            position += length;
            return text;
        }

        public byte[] Bytes()
        {
            var bytes = new byte[Number()];
            Buffer.BlockCopy(frame, position, bytes, 0, bytes.Length);
            position += bytes.Length;
            return bytes;
        }

        public List<T> List<T>(Func<FrameReader, T> read)
        {
            int count = Number();
            var list = new List<T>();
            for (int done = 0; done < count; done++)
            {
                list.Add(read(this));
            }
            return list;
        }
    }

    /// <summary>Writes the fields of a frame.</summary>
    internal sealed class FrameWriter
    {
        private readonly MemoryStream frame = new MemoryStream();

        public FrameWriter Number(int number)
        {
            frame.Write(BitConverter.GetBytes(number), 0, 4);
            return this;
        }

        public FrameWriter Bytes(byte[] bytes)
        {
            Number(bytes.Length);
            frame.Write(bytes, 0, bytes.Length);
            return this;
        }

        public FrameWriter Text(string text)
        {
            return Bytes(Encoding.UTF8.GetBytes(text));
        }

        public byte[] Frame()
        {
            return frame.ToArray();
        }
    }
}
