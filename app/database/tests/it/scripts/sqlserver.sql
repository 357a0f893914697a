USE [Shop]
GO
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
/****** Object:  Table [dbo].[Customer]    Script Date: 30/11/2026 ******/
CREATE TABLE [dbo].[Customer](
	[Id] [int] IDENTITY(1,1) NOT FOR REPLICATION NOT NULL,
	[Full Name] [nvarchar](120) NOT NULL,
	[Timestamp] [timestamp] NOT NULL,
	[Number] [nvarchar](20) COLLATE Latin1_General_CI_AS NULL CONSTRAINT [DF_Number] DEFAULT (N'it''s; GO'),
	[IsActive] [bit] NOT NULL DEFAULT ((1)),
	[NameLength] AS (len([Full Name])) PERSISTED,
 CONSTRAINT [PK_Customer] PRIMARY KEY CLUSTERED
(
	[Id] ASC
)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF, ALLOW_ROW_LOCKS = ON) ON [PRIMARY]
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
GO
CREATE TABLE [dbo].[AllTypes](
	[Key] uniqueidentifier ROWGUIDCOL NOT NULL PRIMARY KEY NONCLUSTERED DEFAULT (newid()),
	c_char char(3), c_varchar varchar(20), c_varchar_max varchar(max), c_text text, c_nchar nchar(4),
	c_nvarchar nvarchar(50), c_ntext ntext, c_xml xml, c_decimal_9 decimal(12, 9), c_real real, c_float float(53),
	c_time time(7), c_datetimeoffset datetimeoffset(7),
	c_tinyint tinyint, c_smallint smallint, c_int int, c_numeric_9 numeric(9, 0),
	c_bigint bigint, c_decimal_18 decimal(18, 0),
	c_decimal_28 decimal(28, 8), c_decimal_10_2 decimal(10, 2), c_money money, c_smallmoney smallmoney,
	c_bit bit, c_date date, c_datetime datetime, c_datetime2 datetime2(7), c_smalldatetime smalldatetime,
	c_image image, c_binary binary(8), c_varbinary varbinary(max),
	c_variant sql_variant, c_geometry geometry, c_hierarchyid hierarchyid, c_geography geography, c_rowversion rowversion,
	c_decimal_38 decimal(38, 2), c_phone [dbo].[Phone] NOT NULL
)
GO
CREATE TABLE dbo.[Order Details] (
	OrderId int NOT NULL,
	ProductId int NOT NULL,
	CustomerId int NULL REFERENCES dbo.Customer(Id),
	Quantity smallint NOT NULL CHECK (Quantity > 0),
	CONSTRAINT PK_OrderDetails PRIMARY KEY (OrderId, ProductId)
)
ALTER TABLE [dbo].[Order Details] WITH CHECK ADD CONSTRAINT [FK_Missing] FOREIGN KEY([ProductId])
REFERENCES [dbo].[Product] ([Id]) ON DELETE CASCADE
GO
ALTER TABLE [dbo].[Order Details] CHECK CONSTRAINT [FK_Missing]
GO
INSERT [dbo].[Customer] ([Full Name]) VALUES (N'CREATE TABLE not_one (a int);')
GO
CREATE TABLE #Temporary (a int)
GO
CREATE VIEW [dbo].[ActiveCustomer]
AS
-- every dotted.name, and a 'quote
SELECT c.Id, c.[Full Name] AS Name, COUNT(*) AS Orders, Label = CAST(c.Id AS nvarchar(12))
FROM dbo.Customer c LEFT JOIN dbo.[Order Details] AS d ON d.CustomerId = c.Id
GROUP BY c.Id, c.[Full Name]
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'Who buys' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'Customer'
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'First and last name' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'Customer', @level2type=N'COLUMN',@level2name=N'Full Name'
GO
