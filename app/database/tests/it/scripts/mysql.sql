-- MySQL dump 10.13  Distrib 8.0.35
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
DROP TABLE IF EXISTS `customer`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `customer` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `e-mail` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'It''s the \'address\'; unique',
  `kind` enum('private','trade, retail','it''s') NOT NULL DEFAULT 'private',
  `is_active` tinyint(1) NOT NULL DEFAULT '1',
  `changed` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `full` varchar(300) GENERATED ALWAYS AS (concat(`e-mail`,_utf8mb4' ')) VIRTUAL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `by_mail` (`e-mail`(100)),
  KEY `by_kind` (`kind`,`is_active`)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='Who buys';
LOCK TABLES `customer` WRITE;
INSERT INTO `customer` VALUES (1,'a@b.c','private',1,'2026-01-01 00:00:00'),(2,'d\\e\';CREATE TABLE no (a int);','trade',0,NULL);
UNLOCK TABLES;
CREATE TABLE IF NOT EXISTS all_types (
  id int(11) NOT NULL,
  c_varchar varchar(20), c_char char(3), c_longtext longtext, c_mediumtext mediumtext, c_tinytext tinytext, c_text text,
  c_set set('a','b'), c_decimal_29 decimal(29,0), c_decimal_9 decimal(12,9), c_double double, c_real real, c_float float(7,4),
  c_time time, c_tinyint tinyint(4), c_smallint smallint(6), c_mediumint mediumint(9), c_int int(11), c_decimal_9_0 decimal(9,0),
  c_bigint bigint(20), c_unsigned int(10) unsigned zerofill, c_bit_8 bit(8), c_decimal_18 decimal(18,0),
  c_unsigned_big bigint(20) unsigned, c_decimal_28 decimal(28,8), c_decimal_10_2 decimal(10,2), c_bit bit(1), c_bool tinyint(1),
  c_date date, c_datetime datetime(6), c_timestamp timestamp, c_blob blob, c_longblob longblob, c_tinyblob tinyblob,
  c_mediumblob mediumblob, c_binary binary(16), c_varbinary varbinary(99), c_polygon polygon, c_point point,
  c_multipoint multipoint, c_multipolygon multipolygon, c_linestring linestring, c_multilinestring multilinestring,
  c_geometry geometry, c_geometrycollection geometrycollection, c_year year(4), c_json json
) ENGINE=InnoDB;
ALTER TABLE `all_types`
  ADD PRIMARY KEY (`id`),
  ADD KEY `k` (`c_int`),
  ADD CONSTRAINT `fk` FOREIGN KEY (`c_unsigned`) REFERENCES `customer` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
  MODIFY `id` int(11) NOT NULL AUTO_INCREMENT;
/*!50001 CREATE VIEW `active` AS SELECT 1 AS `id`, 1 AS `e-mail`*/;
/*!50001 DROP VIEW IF EXISTS `active`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `active` AS select `c`.`id` AS `id`,`c`.`e-mail` AS `e-mail`,count(0) AS `uses` from (`customer` `c` left join `all_types` `t` on((`t`.`c_unsigned` = `c`.`id`))) where (`c`.`is_active` = 1) */;
DELIMITER ;;
CREATE PROCEDURE p() BEGIN CREATE TABLE inner_table (a int); SELECT 1; END ;;
DELIMITER ;
